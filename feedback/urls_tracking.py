"""Public addresses of tracking: the look-up and the case behind it."""

from django.urls import path

from feedback.views import tracking, tracking_actions

app_name = "tracking"

urlpatterns = [
    path("", tracking.lookup, name="lookup"),
    path("thoat/", tracking.leave, name="leave"),
    path("<str:code>/", tracking.case, name="case"),
    path("<str:code>/tep/<int:attachment_id>/", tracking.attachment, name="attachment"),
    path("<str:code>/bo-sung/", tracking_actions.supply, name="supply"),
    path("<str:code>/danh-gia/", tracking_actions.rate, name="rate"),
    path("<str:code>/mo-lai/", tracking_actions.reopen, name="reopen"),
    path("<str:code>/khong-dong-y/", tracking_actions.object_to_rejection, name="object"),
]
