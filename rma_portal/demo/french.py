"""French-speaking customers, in France."""

from typing import Final

from rma_portal.demo.voice import Voice

FRENCH: Final = Voice(
    language="fr",
    country="FR",
    calling_code="+33",
    first_names=(
        "Amélie",
        "Benoît",
        "Chloé",
        "Didier",
        "Élodie",
        "Françoise",
        "Gaël",
        "Hélène",
        "Julien",
        "Maëlle",
        "Noé",
    ),
    last_names=(
        "Bernard",
        "Chevalier",
        "Durand",
        "Faure",
        "Girard",
        "Lefèvre",
        "Mercier",
        "Moreau",
        "Perrin",
        "Rousseau",
    ),
    streets=("rue de la Gare", "avenue Jean-Jaurès", "chemin des Vignes", "place de l’Église", "impasse du Moulin"),
    towns=(("69003", "Lyon"), ("31000", "Toulouse"), ("44000", "Nantes"), ("67000", "Strasbourg"), ("29200", "Brest")),
    greeting="Bonjour,",
    openings=(
        "J’ai un problème avec ma borne.",
        "Notre borne, posée au printemps, est en panne.",
        "J’ai besoin d’aide.",
    ),
    complaints={
        "no_power": ("Aucun voyant ne s’allume ; le disjoncteur est enclenché et il y a de la tension aux bornes.",),
        "no_charge": ("La voiture est reconnue, le voyant passe du vert au bleu, mais la charge ne démarre jamais.",),
        "stops_charging": (
            "La charge s’arrête au bout de vingt minutes et ne reprend que si je débranche la voiture.",
        ),
        "rcd_trips": ("Le différentiel saute dès que la voiture est branchée, avec deux voitures différentes.",),
        "connector_lock": ("La fiche est bloquée dans la prise depuis ce matin, impossible de retirer le câble.",),
        "overheating": ("Après une heure à 32 A, la fiche est si chaude qu’on peut à peine la toucher.",),
        "burnt_or_smoke": (
            "Il y a une odeur de brûlé et une trace brune autour de la prise ; j’ai coupé le disjoncteur.",
        ),
        "shock": ("J’ai senti un picotement en touchant le boîtier pendant la charge, sous la pluie.",),
        "water": ("Depuis l’orage il y a de l’eau derrière le capot et des gouttes sur la carte électronique.",),
        "offline": ("Depuis le changement de box, la borne est hors ligne dans l’application malgré un bon signal.",),
        "rfid": ("Aucun de nos quatre badges n’est plus accepté ; le lecteur clignote deux fois en rouge.",),
        "display_or_light": ("L’anneau clignote trois fois en rouge, fait une pause, et recommence sans cesse.",),
        "cable_or_plug": ("Une voiture a roulé sur le câble et la gaine est fendue près de la fiche.",),
        "firmware": ("Depuis la mise à jour de cette nuit, la borne redémarre toutes les cinq minutes.",),
        "noise": ("Elle bourdonne fort pendant la charge, on l’entend jusque dans la chambre.",),
        "other": ("La plaque de montage ne correspond pas au pied livré avec.",),
    },
    closings=(
        "Merci de me dire quoi faire.",
        "Combien de temps prendra la réparation ?",
        "Les photos sont jointes.",
    ),
    questions=(
        "Merci. Pourriez-vous nous envoyer une photo de la plaque signalétique et de l’installation ?",
        "Pourriez-vous couper le disjoncteur deux minutes et nous dire ensuite quelles couleurs affiche le voyant ?",
        "Merci de nous envoyer la facture, afin que nous voyions à partir de quand l’appareil est couvert.",
    ),
    follow_ups=(
        "C’est fait, rien n’a changé. La photo de la plaque est jointe.",
        "Le voyant est vert une minute puis de nouveau rouge. Notre électricien vous enverra la facture.",
    ),
    solutions=(
        "Nous avons réglé à distance l’équilibrage de charge. Essayez de nouveau, la pleine puissance est rétablie.",
        "La nouvelle version est installée sur votre borne. Écrivez-nous si cela se reproduit.",
    ),
    returns=("L’appareil doit passer à l’atelier. Ne l’envoyez pas avant d’avoir reçu l’étiquette avec le numéro.",),
    thanks=("Merci, cela fonctionne de nouveau !", "Parfait, problème résolu. Merci beaucoup."),
    order="Numéro de commande",
    quote="Le {date}, {name} a écrit :",
    spam=("Votre site en première page", "Nous plaçons votre site en tête en une semaine. Demandez nos tarifs."),
    templates={
        "Photo of the type plate": (
            "Bonjour {name},\n\nmerci de nous envoyer une photo de la plaque (numéro de série).\n\nCordialement"
        ),
        "Switch off and on": (
            "Bonjour {name},\n\nmerci de couper le disjoncteur deux minutes puis de le réenclencher.\n\nCordialement"
        ),
        "Proof of purchase": "Bonjour {name},\n\nil nous manque la facture pour le dossier {number}.\n\nCordialement",
    },
)
