"""Who comes in: actor middleware, access table, refusals as messages."""
