"""The admin's ways to show a value, for its templates."""

from django import template

from sources.admin.display import address, record_link, tag, words

register = template.Library()
register.filter("address", address)
register.filter("record_link", record_link)
register.filter("tag", tag)
register.filter("words", words)
