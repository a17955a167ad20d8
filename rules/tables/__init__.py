"""Tables as text: what was copied from a spreadsheet or a page, and what is copied from here."""
