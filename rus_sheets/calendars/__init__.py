"""What stands on which day of the year: for calendars that people subscribe to or import, and for a web site."""
