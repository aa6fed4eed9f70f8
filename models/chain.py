"""Who endorses a round's report, in which order (DOMAIN.md section 6)."""

from __future__ import annotations

from models.plan import ApprovalStep, Plan

MUNICIPAL = "เทศบาล"


def chain_of(plan: Plan) -> tuple[ApprovalStep, ...]:
    """The posts that endorse: those that the plan names, else the usual ones of its kind of agency."""
    if plan.approval_chain:
        return tuple(sorted(plan.approval_chain, key=lambda step: step.order))
    of = MUNICIPAL if plan.organisation.name.startswith(MUNICIPAL) else "องค์การบริหารส่วนตำบล"
    return (
        ApprovalStep(1, "ผู้จัดทำ", "prepare"),
        ApprovalStep(2, f"หัวหน้าสำนักปลัด{of if of == MUNICIPAL else ''}", "comment"),
        ApprovalStep(3, f"รองปลัด{of}", "comment"),
        ApprovalStep(4, f"ปลัด{of}", "comment"),
        ApprovalStep(5, "นายกเทศมนตรี" if of == MUNICIPAL else f"นายก{of}", "approve"),
    )
