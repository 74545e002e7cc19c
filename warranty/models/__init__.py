from warranty.models.claim import Attention, Buyer, Claim, Exclusion, ExclusionState, Plate
from warranty.models.law import CountsFrom, LawVersion, RenewalRule
from warranty.models.policy import Policy, PolicyVersion, StartRule
from warranty.models.product import Product
from warranty.models.proof import Proof, ProofKind, ProofState, ProofView, Rejection
from warranty.models.unit import Service, ServiceChoice, ServiceKind, Swap, Unit, UnitState
from warranty.models.unit_list import UnitList
from warranty.models.verdict import Override, Standing, Verdict

__all__ = [
    "Attention",
    "Buyer",
    "Claim",
    "CountsFrom",
    "Exclusion",
    "ExclusionState",
    "LawVersion",
    "Override",
    "Plate",
    "Policy",
    "PolicyVersion",
    "Product",
    "Proof",
    "ProofKind",
    "ProofState",
    "ProofView",
    "Rejection",
    "RenewalRule",
    "Service",
    "ServiceChoice",
    "ServiceKind",
    "Standing",
    "StartRule",
    "Swap",
    "Unit",
    "UnitList",
    "UnitState",
    "Verdict",
]
