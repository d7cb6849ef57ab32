"""What Django's test client records of a page: the template that was asked for, and not the hundreds of its widgets and parts.

For each, the client would copy the whole context: a tenth of the time of a page of the admin.
"""

from __future__ import annotations

from typing import Any

from django.template.base import Template
from django.test.signals import template_rendered


def render(template: Template, context: Any) -> Any:
    """Render a template as ``django.test.utils.instrumented_test_render`` does, and tell the client of one that is no part."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)
