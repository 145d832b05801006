"""What came in: files, mails and zip files, found and read one at a time."""
