"""Public addresses of the catalogue besides its pages."""

from django.urls import path

from procedures import feeds, open_data_views
from procedures.api import documents
from procedures.views import calculator, codes, decisions, form_pages, landing

app_name = "procedures"

urlpatterns = [
    path("tinh-ngay/", calculator.calculator, name="calculator"),
    path("mau-don/<slug:code>/", form_pages.form_detail, name="form"),
    path("mau-don/<slug:code>/ban-<int:version>/", form_pages.form_detail, name="form_version"),
    path("su-kien/<slug:slug>/", landing.life_event, name="life_event"),
    path("lien-thong/<slug:slug>/", landing.bundle, name="bundle"),
    path("cam-ket/<slug:slug>/", landing.promise, name="promise"),
    path("du-lieu/", open_data_views.overview, name="open_data"),
    path("thay-doi/", open_data_views.changes, name="changes"),
    path("thay-doi/rss.xml", feeds.rss, name="changes_rss"),
    path("thay-doi/atom.xml", feeds.atom, name="changes_atom"),
    path("api/v1/docs", documents.docs, name="api_docs"),
    path("quyet-dinh/", decisions.decision_list, name="decisions"),
    path("quyet-dinh/<int:pk>/", decisions.decision_detail, name="decision"),
    path("ma/<path:code>/", codes.by_code, name="by_code"),
]
