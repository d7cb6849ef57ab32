"""How gunicorn serves requests."""
