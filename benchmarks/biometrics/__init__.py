"""Error rates of faces and fingerprints on a labelled folder: numbers, score file, DET plot."""
