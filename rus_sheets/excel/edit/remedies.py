"""What to do in Excel about what stands in the way of a change. The words are those of Excel's Swedish menus."""

from __future__ import annotations

_AGAIN = "spara och kör kommandot igen."

TOTALS = f"Slå av summaraden under Tabelldesign, {_AGAIN}"
BELOW = f"Ta med det i tabellen eller flytta det till ett eget blad, {_AGAIN}"
BESIDE = f"Flytta det till ett eget blad, {_AGAIN}"
HEADERS = f"Slå på rubrikraden under Tabelldesign och ta bort tomma rader sist i tabellen, {_AGAIN}"
LOW = f"Dra tabellens hörn några rader nedåt, {_AGAIN}"
FULL = "Flytta äldre rader till en annan arbetsbok."
MERGED = f"Markera cellerna, välj Dela celler under Koppla och centrera, {_AGAIN}"
ARRAY = f"Ta bort matrisformeln eller datatabellen och skriv vanliga formler i dess celler, {_AGAIN}"
PIVOT = f"Flytta pivottabellen till ett eget blad, {_AGAIN}"
SPARKLINES = f"Ta bort miniatyrdiagrammen, {_AGAIN}"
SHARED = f"Skriv formlerna i cellen och de som är ifyllda från den på nytt, {_AGAIN}"
HEADER_IN_USE = "Ändra rubriken i Excel: då följer formlerna med."
HEADER_TEXT = "Skriv en text som rubrik."
HEADER_TWICE = "Välj en annan rubrik."
NO_FORMULA = "Skriv formeln i cellen först."
SAVE_AGAIN = "Öppna arbetsboken i Excel, spara den och kör kommandot igen."
