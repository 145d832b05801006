"""What stands on which day of the year, events and the timetable.

For calendars that people subscribe to or import, and for a web site.
"""
