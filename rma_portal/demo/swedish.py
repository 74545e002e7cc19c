"""Swedish-speaking customers, in Sweden."""

from typing import Final

from rma_portal.demo.voice import Voice

SWEDISH: Final = Voice(
    language="sv",
    country="SE",
    calling_code="+46",
    first_names=(
        "Agneta",
        "Björn",
        "Cecilia",
        "Erik",
        "Frida",
        "Göran",
        "Hanna",
        "Karin",
        "Lars",
        "Märta",
        "Nils",
        "Åsa",
    ),
    last_names=(
        "Andersson",
        "Bergström",
        "Dahl",
        "Ekström",
        "Hedlund",
        "Karlsson",
        "Lindqvist",
        "Nyström",
        "Sjöberg",
        "Öberg",
    ),
    streets=("Storgatan", "Kyrkvägen", "Björkvägen", "Hamngatan", "Skolgatan", "Ängsvägen"),
    towns=(
        ("113 50", "Stockholm"),
        ("411 06", "Göteborg"),
        ("211 34", "Malmö"),
        ("903 26", "Umeå"),
        ("753 10", "Uppsala"),
    ),
    greeting="Hej,",
    openings=("Jag har problem med min laddbox.", "Vår laddbox, installerad i våras, krånglar.", "Jag behöver hjälp."),
    complaints={
        "no_power": ("Ingen lampa lyser; säkringen är på och det finns spänning på plintarna.",),
        "no_charge": ("Bilen känns igen, lampan går från grönt till blått, men laddningen startar aldrig.",),
        "stops_charging": ("Laddningen stannar efter tjugo minuter och startar först när jag drar ur kabeln.",),
        "rcd_trips": ("Jordfelsbrytaren löser ut så fort bilen ansluts, med två olika bilar.",),
        "connector_lock": ("Kontakten sitter fast i uttaget sedan i morse och jag får inte loss kabeln.",),
        "overheating": ("Efter en timme på 32 A är kontakten så varm att man knappt kan ta i den.",),
        "burnt_or_smoke": (
            "Det luktar bränt och det finns ett brunt märke runt uttaget; jag har slagit av säkringen.",
        ),
        "shock": ("Jag kände en stöt när jag rörde höljet medan bilen laddade i regnet.",),
        "water": ("Efter ovädret finns det vatten bakom locket och droppar på kretskortet.",),
        "offline": ("Sedan vi bytte router är laddboxen offline i appen, trots bra signal.",),
        "rfid": ("Ingen av våra fyra brickor godkänns längre; läsaren blinkar rött två gånger.",),
        "display_or_light": ("Ringen blinkar rött tre gånger, pausar och börjar om.",),
        "cable_or_plug": ("En bil har kört över kabeln och isoleringen är sprucken nära kontakten.",),
        "firmware": ("Sedan nattens uppdatering startar laddboxen om var femte minut.",),
        "noise": ("Den brummar högt under laddning, det hörs ända in i sovrummet.",),
        "other": ("Monteringsplattan passar inte stolpen som levererades med.",),
    },
    closings=("Vad ska jag göra nu?", "Hur lång tid tar en reparation?", "Bilder är bifogade."),
    questions=(
        "Tack för din anmälan. Kan du skicka en bild på typskylten och en på installationen?",
        "Kan du slå av säkringen i två minuter och sedan berätta vilka färger lampan visar?",
        "Skicka gärna kvittot, så att vi ser från när enheten omfattas.",
    ),
    follow_ups=(
        "Det har jag gjort, ingen skillnad. Bilden på skylten är bifogad.",
        "Lampan är grön en minut och sedan röd igen. Kvittot kommer från vår elektriker.",
    ),
    solutions=(
        "Vi har ställt in lastbalanseringen på nytt härifrån. Försök igen; nu laddar den med full effekt.",
        "Den nya programvaran är installerad. Hör av dig om det händer igen.",
    ),
    returns=("Enheten behöver komma till verkstaden. Skicka den inte innan du har fått retursedeln med numret.",),
    thanks=("Tack, nu fungerar det igen!", "Toppen, problemet är löst. Tack så mycket."),
    order="Ordernummer",
    quote="Den {date} skrev {name}:",
    spam=("Din webbplats överst", "Vi tar din webbplats till första sidan på en vecka. Svara för prislista."),
    templates={
        "Photo of the type plate": (
            "Hej {name},\n\nskicka gärna en bild på typskylten; där står serienumret.\n\nVänliga hälsningar"
        ),
        "Switch off and on": "Hej {name},\n\nslå av säkringen i två minuter och slå på den igen.\n\nVänliga hälsningar",
        "Proof of purchase": "Hej {name},\n\nför ärende {number} saknar vi kvittot.\n\nVänliga hälsningar",
    },
)
