"""The interface for machines: thin routes that read a request, ask the node, and write the answer down."""
