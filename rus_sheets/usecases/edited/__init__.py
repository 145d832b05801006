"""A Word document that people have edited, beside its workbook: what it says otherwise, what can be put in place."""
