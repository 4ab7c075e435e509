"""Addresses of search, below ``/tim-kiem/``."""

from django.urls import path

from search import click_views, views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("so-sanh/", views.comparison, name="compare"),
    path("goi-y/", views.suggest, name="suggest"),
    path("da-chon/", click_views.clicked, name="clicked"),
]
