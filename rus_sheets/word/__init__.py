"""Word documents: templates that people shape in Word, filled with what the workbook says."""
