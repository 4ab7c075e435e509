"""Addresses of the API. Its pages for people are among the site's, in both languages."""

from django.urls import include, path, re_path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from procedures.api import documents
from procedures.api.endpoints import api
from procedures.api.http import ANSWERS, open_access

_patterns, _app, _namespace = api.urls

urlpatterns = [
    path("", open_access(ANSWERS)(documents.root), name="api_root"),
    path("openapi.json", open_access(ANSWERS)(documents.openapi), name="openapi"),
    path("", include((decorate_urlpatterns(_patterns, open_access(ANSWERS)), _app), namespace=_namespace)),
    re_path("^(?!docs)", open_access(ANSWERS)(documents.nothing)),
]
