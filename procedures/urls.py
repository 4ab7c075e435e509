"""Public addresses of the catalogue besides its pages."""

from django.urls import path

from procedures import views

app_name = "procedures"

urlpatterns = [
    path("tinh-ngay/", views.calculator, name="calculator"),
    path("ma/<path:code>/", views.by_code, name="by_code"),
]
