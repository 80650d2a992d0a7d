"""Who may do what: people with a login, machines with a token, one table of permissions, no anonymous access."""
