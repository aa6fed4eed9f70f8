"""What kind of local government an agency is, and what the posts of that kind are called (DOMAIN.md section 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.plan import OrganisationProfile


@dataclass(frozen=True)
class Kind:
    """A kind of local government: what its clerk (ปลัด) is clerk of, its head, and the office that writes."""

    of: str
    chief: str
    office: str

    @property
    def posts(self) -> tuple[str, str, str, str]:
        """Who endorses after the one who prepares; the last approves."""
        return (f"หัวหน้า{self.office}", f"รองปลัด{self.of}", f"ปลัด{self.of}", self.chief)


SUBDISTRICT = Kind("องค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล", "สำนักปลัด")
PROVINCE = Kind("องค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนจังหวัด", "สำนักปลัด")
MUNICIPALITY = Kind("เทศบาล", "นายกเทศมนตรี", "สำนักปลัดเทศบาล")
PATTAYA = Kind("เมืองพัทยา", "นายกเมืองพัทยา", "สำนักปลัดเมืองพัทยา")

# How a name or a type begins, the kind that it says, and what its head's title has between the post and the place.
_BEGINNINGS = tuple(
    (re.compile(pattern), kind, place)
    for pattern, kind, place in (
        (r"องค์การบริหารส่วนตำบล|อ\.?บ\.?ต\.?", SUBDISTRICT, ""),
        (r"องค์การบริหารส่วนจังหวัด|อ\.?บ\.?จ\.?", PROVINCE, ""),
        (r"ท\.?ต(?:\.|\s|$)", MUNICIPALITY, "ตำบล"),
        (r"ท\.?ม(?:\.|\s|$)", MUNICIPALITY, "เมือง"),
        (r"ท\.?น(?:\.|\s|$)", MUNICIPALITY, "นคร"),
        (r"เทศบาล", MUNICIPALITY, ""),
        (r"เมืองพัทยา|พัทยา", PATTAYA, ""),
    )
)


def kind_of(organisation: OrganisationProfile) -> Kind:
    """By the type that is stored, else by how the name begins; what says neither is taken for an อบต."""
    for text in (organisation.type, organisation.name, organisation.short_name):
        if found := _begins(text or ""):
            return found[0]
    return SUBDISTRICT


def chief_of(organisation: OrganisationProfile) -> str:
    """The post at the head, with the place when the name has it: นายกเทศมนตรีตำบล…, นายกองค์การบริหารส่วนตำบล…"""
    kind, found = kind_of(organisation), _begins(organisation.name)
    return f"{kind.chief}{found[1]}" if found and found[0] is kind else kind.chief


def _begins(text: str) -> tuple[Kind, str] | None:
    """The kind that a text begins with, and the place that follows as a title names it."""
    text = " ".join(text.split())
    for beginning, kind, place in _BEGINNINGS:
        if found := beginning.match(text):
            return kind, f"{place}{text[found.end() :].strip()}"
    return None
