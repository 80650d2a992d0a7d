"""What things are: values of a person record, validated, kept as received. Imports nothing of the project."""
