"""Batch jobs from files to files: read registers as tables, run the job, write links, clusters and a report."""
