import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.naming import name_for


@pytest.mark.parametrize(
    ("given_name", "ours"),
    [
        ("photo.JPG", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\bild.png", "bild.jpg"),
        ("facture.pdf.exe", "facture_pdf.jpg"),
        ("fact\u202egpj.exe", "factgpj.jpg"),
        ("a\r\nSet-Cookie: x=1.png", "a Set-Cookie_ x_1.jpg"),
        ("CON.txt", "_CON.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "file.jpg"),
        ("???", "file.jpg"),
        ("Råkning å ä ö (2).jpeg", "Råkning å ä ö (2).jpg"),
        ("x" * 400 + ".jpg", "x" * 80 + ".jpg"),
    ],
)
def test_keeps_the_word_and_drops_the_harm(given_name, ours):
    assert name_for(given_name, "jpg") == ours


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_takes(given_name):
    ours = name_for(given_name, "pdf")

    assert ours.endswith(".pdf")
    assert ours.count(".") == 1
    assert len(ours) <= 120
    assert not set(ours) & set('/\\:*?"<>|\0\r\n\u202e')
