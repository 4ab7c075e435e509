"""Every address of the site. Vietnamese has no prefix, English is under ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core.views import robots
from feedback.sitemaps import sections as feedback_sections
from procedures import open_data_views, sitemaps

# On one machine the site hands out editors' pictures itself; grown, the web server in front does.
media_urls = (
    [re_path(r"^media/(?P<path>images/.+)$", serve, {"document_root": settings.MEDIA_ROOT})]
    if settings.SERVE_MEDIA
    else []
)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/", include("core.urls_health")),
    path("captcha/", include("captcha.urls")),
    path("api/v1/", include("procedures.api.urls")),
    path("du-lieu/<str:filename>", open_data_views.download, name="download"),
    path("sitemap.xml", sitemaps.index, {"more": feedback_sections}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, {"more": feedback_sections}, name="sitemap_section"),
    path("robots.txt", robots, name="robots"),
    *media_urls,
    *i18n_patterns(
        path("tim-kiem/", include("search.urls")),
        path("phan-anh/", include("feedback.urls")),
        path("tra-cuu/", include("feedback.urls_tracking")),
        path("", include("procedures.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
