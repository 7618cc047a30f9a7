"""Puts tabs in place of the requests of every page."""

import subprocess

from mkdocs.exceptions import PluginError


def on_page_read_source(page, config):
    if page.file.abs_src_path is None:  # A plugin's page is in no file.
        return None
    command = ["snippetgen", "docs", "render", "--flavor", "mkdocs", page.file.abs_src_path]
    run = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
    if run.returncode != 0:
        raise PluginError(f"{page.file.src_uri}: snippetgen found an error")
    return run.stdout
