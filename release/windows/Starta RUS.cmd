@echo off
rem Opens the page in the browser. Nothing is installed: Python and all else lie in this folder.
title RUS-sheets
cd /d "%USERPROFILE%"
"%~dp0Python\python.exe" -m rus_sheets app %*
if errorlevel 1 pause
