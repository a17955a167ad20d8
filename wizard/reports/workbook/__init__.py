"""The workbook of a case, sheet by sheet: formulas whose numbers are there before they are run."""
