"""Learning the name comparator's data files from aligned spellings (`tulga train names`)."""
