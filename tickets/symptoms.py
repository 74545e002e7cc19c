"""What can be wrong with a charger, in the customer's words, with the fault codes that the charger itself reports."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Symptom(TextChoices):
    NO_POWER = "no_power", _("No light, no sign of life")
    NO_CHARGE = "no_charge", _("Charging does not start")
    STOPS_CHARGING = "stops_charging", _("Charging stops by itself")
    RCD_TRIPS = "rcd_trips", _("The residual current device or breaker trips")
    CONNECTOR_LOCK = "connector_lock", _("The connector is stuck or does not lock")
    OVERHEATING = "overheating", _("Charger, plug or cable gets hot")
    BURNT_OR_SMOKE = "burnt_or_smoke", _("Burnt smell, burn marks or smoke")
    SHOCK = "shock", _("Electric shock or tingling")
    WATER = "water", _("Water inside")
    OFFLINE = "offline", _("Offline, not in the app")
    RFID = "rfid", _("Card or tag is not accepted")
    DISPLAY_OR_LIGHT = "display_or_light", _("Display or light shows a fault")
    CABLE_OR_PLUG = "cable_or_plug", _("Cable, plug or housing is damaged")
    FIRMWARE = "firmware", _("Problem after an update")
    NOISE = "noise", _("Unusual noise")
    OTHER = "other", _("Something else")


# OCPP 1.6 ChargePointErrorCode: what the charger's own log says when the customer says this.
OCPP_CODES: Final[dict[Symptom, tuple[str, ...]]] = {
    Symptom.NO_POWER: ("UnderVoltage", "PowerSwitchFailure"),
    Symptom.NO_CHARGE: ("EVCommunicationError", "PowerSwitchFailure"),
    Symptom.STOPS_CHARGING: ("OverCurrentFailure", "EVCommunicationError", "PowerMeterFailure"),
    Symptom.RCD_TRIPS: ("GroundFailure",),
    Symptom.CONNECTOR_LOCK: ("ConnectorLockFailure",),
    Symptom.OVERHEATING: ("HighTemperature",),
    Symptom.BURNT_OR_SMOKE: ("HighTemperature", "InternalError"),
    Symptom.SHOCK: ("GroundFailure",),
    Symptom.WATER: ("GroundFailure", "InternalError"),
    Symptom.OFFLINE: ("WeakSignal", "LocalListConflict"),
    Symptom.RFID: ("ReaderFailure",),
    Symptom.DISPLAY_OR_LIGHT: ("InternalError",),
    Symptom.CABLE_OR_PLUG: ("OtherError",),
    Symptom.FIRMWARE: ("InternalError", "ResetFailure"),
    Symptom.NOISE: ("OtherError",),
    Symptom.OTHER: ("OtherError",),
}

# Burning, shock, smoke, water: to the top at once, and nothing is shipped without instruction.
SAFETY: Final = frozenset({Symptom.BURNT_OR_SMOKE, Symptom.SHOCK, Symptom.WATER})
