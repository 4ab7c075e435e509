"""Public addresses of the catalogue besides its pages."""

from django.urls import path

from procedures.views import calculator, codes, form_pages, landing

app_name = "procedures"

urlpatterns = [
    path("tinh-ngay/", calculator.calculator, name="calculator"),
    path("mau-don/<slug:code>/", form_pages.form_detail, name="form"),
    path("mau-don/<slug:code>/ban-<int:version>/", form_pages.form_detail, name="form_version"),
    path("su-kien/<slug:slug>/", landing.life_event, name="life_event"),
    path("lien-thong/<slug:slug>/", landing.bundle, name="bundle"),
    path("cam-ket/<slug:slug>/", landing.promise, name="promise"),
    path("ma/<path:code>/", codes.by_code, name="by_code"),
]
