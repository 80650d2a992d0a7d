"""How good the matcher is on records whose truth is known: metrics, pairs, reports."""
