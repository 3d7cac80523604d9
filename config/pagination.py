"""How API lists are cut. Apart from config/api.py, because REST framework loads it while loading itself."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Lists are cut into pages; a client may ask for up to 500 rows."""

    page_size_query_param = "page_size"
    max_page_size = 500
