"""PDF and page numbers, by LibreOffice where it is found."""
