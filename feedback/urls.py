"""Public addresses of feedback: choosing the box, the forms, guidance, the receipt, published answers."""

from django.urls import path

from feedback.views import intake, published, receipt, start

app_name = "feedback"

urlpatterns = [
    path("", start.start, name="start"),
    path("khieu-nai/", start.complaint_guide, name="complaint_guide"),
    path("to-cao/", start.denunciation_guide, name="denunciation_guide"),
    path("da-gui/<str:code>/", receipt.show, name="receipt"),
    path("da-tra-loi/", published.listing, name="published_list"),
    path("da-tra-loi/<int:answer_id>/", published.show, name="published"),
    path("gui/<slug:kind>/", intake.form, name="form"),
]
