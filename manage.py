#!/usr/bin/env python
"""Every command of the portal: `manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from portal import celery  # noqa: F401 -- nudges go through this application

    execute_from_command_line(sys.argv)
