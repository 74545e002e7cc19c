from django.urls import path

from bench.bare import views

urlpatterns = [path("empty/", views.empty), path("insert/", views.insert), path("rows/", views.rows)]
