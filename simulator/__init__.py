"""A stand-in for the LINE platform: its API, its webhooks, a page of phones. It knows the bot only through HTTP."""
