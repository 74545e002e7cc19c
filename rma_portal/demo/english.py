"""English-speaking customers, in Ireland."""

from typing import Final

from rma_portal.demo.voice import Voice

ENGLISH: Final = Voice(
    language="en",
    country="IE",
    calling_code="+353",
    first_names=(
        "Aoife",
        "Brian",
        "Ciara",
        "Declan",
        "Eimear",
        "Fergus",
        "Grace",
        "Hugh",
        "Niamh",
        "Oisín",
        "Ruth",
        "Sean",
    ),
    last_names=(
        "Byrne",
        "Doyle",
        "Fitzgerald",
        "Gallagher",
        "Kelly",
        "Lynch",
        "Murphy",
        "Nolan",
        "O’Brien",
        "Quinn",
        "Ryan",
    ),
    streets=("Main Street", "Church Road", "Station Road", "Mill Lane", "Seaview Terrace", "Abbey Street"),
    towns=(("D04 X285", "Dublin"), ("T12 K8AF", "Cork"), ("H91 E2R4", "Galway"), ("V94 T28R", "Limerick")),
    greeting="Hello,",
    openings=(
        "I have a problem with my charger.",
        "Our charger was installed last spring and now gives trouble.",
        "I need help.",
    ),
    complaints={
        "no_power": ("There is no light at all; the breaker is on and the meter shows voltage at the terminals.",),
        "no_charge": ("The car is recognised, the light goes from green to blue, but charging never starts.",),
        "stops_charging": ("Charging stops after about twenty minutes and starts again only when I unplug the car.",),
        "rcd_trips": ("The residual current device trips as soon as the car is plugged in, with two different cars.",),
        "connector_lock": ("The plug is stuck in the socket since this morning and I cannot get the cable out.",),
        "overheating": ("The plug gets so hot after an hour at 32 A that I can hardly touch it.",),
        "burnt_or_smoke": (
            "There was a burnt smell and a brown mark around the socket; I have switched the breaker off.",
        ),
        "shock": ("I felt a tingling when I touched the housing while the car was charging in the rain.",),
        "water": ("After the storm there is water behind the cover and drops on the circuit board.",),
        "offline": ("Since we changed the router the charger is offline in the app, although the signal is strong.",),
        "rfid": ("None of our four tags is accepted any more; the reader blinks red twice.",),
        "display_or_light": ("The ring blinks red three times and pauses, again and again.",),
        "cable_or_plug": ("The cable was driven over and the insulation is cracked near the plug.",),
        "firmware": ("Since last night’s update the charger restarts every few minutes.",),
        "noise": ("It hums loudly while charging, loud enough to hear it in the bedroom.",),
        "other": ("The mounting plate does not fit the pole that was delivered with it.",),
    },
    closings=("Please tell me what to do next.", "How long will a repair take?", "Photos are attached."),
    questions=(
        "Thank you for your report. Could you please send us a photo of the type plate and one of the installation?",
        "Could you please switch the breaker off for two minutes and tell us which colours the light shows afterwards?",
        "Please send us the invoice, so that we can see from when on the unit is covered.",
    ),
    follow_ups=(
        "I did that, nothing has changed. The photo of the plate is attached.",
        "The light is green for a minute, then red again. The invoice comes separately from our electrician.",
    ),
    solutions=(
        "We have set the load balancing anew from here. Please try again; it should charge at full power now.",
        "The new firmware is on your charger. Please let us know if it happens once more.",
    ),
    returns=("The unit has to come to our workshop. Please do not send it before you have the label with the number.",),
    thanks=("Thank you, it works again!", "Great, problem solved. Thanks a lot."),
    order="Order number",
    quote="On {date}, {name} wrote:",
    spam=("Rank first tomorrow", "We bring your website to page one within a week. Reply for our price list."),
    templates={
        "Photo of the type plate": (
            "Hello {name},\n\nplease send us a photo of the type plate; the serial number stands on it.\n\nKind regards"
        ),
        "Switch off and on": "Hello {name},\n\nplease switch the breaker off and on again.\n\nKind regards",
        "Proof of purchase": "Hello {name},\n\nfor case {number} we still need the invoice.\n\nKind regards",
    },
)
