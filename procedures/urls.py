"""Public addresses of the catalogue besides its pages."""

from django.urls import path

from procedures.views import calculator, codes

app_name = "procedures"

urlpatterns = [
    path("tinh-ngay/", calculator.calculator, name="calculator"),
    path("ma/<path:code>/", codes.by_code, name="by_code"),
]
