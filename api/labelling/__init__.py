"""People's answers on pairs: what to ask next, both records side by side, the file of answers, samples."""
