"""What .xlsx and .docx have in common: the zip package, safe XML, and changes that leave the rest raw."""
