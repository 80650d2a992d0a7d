"""The node: command line, HTTP, pages, storage, journal."""
