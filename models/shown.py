"""How the conversation looks: questions, doubts, what was understood, the card to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models import thai
from models.draft import collected, editable, joined
from models.form import BY_NAME, FLAGS, PROGRESS
from models.ledger import FINAL
from models.question import KEEP_TYPED, NO_MORE, SURE, Context, Question
from models.replies import example_of
from models.say import Card, Choice, Row, Text
from models.sources import whole

CONFIRM = "confirm"
SHOWN = 160  # how much of a long answer a question or card repeats; the stored answer is whole
BACK, SKIP, CANCEL, HELP, EDIT, KEEP, SEND = "ย้อน", "ข้าม", "ยกเลิก", "ช่วยเหลือ", "แก้ไข", "คงเดิม", "ส่งรายงาน"
MORE = "เพิ่มเติม"  # on what was sent: words are added to it
INSTEAD = "ใช้แทนคำตอบเดิม"  # REPLACE, where nothing was sent yet
PAUSE, CLEAR = "พักไว้ก่อน", "ลบคำตอบนี้"  # PAUSE is what CANCEL does; on a button it cannot be taken for the measure
ATTACH, SAME, DROP, ADD, REPLACE = "แนบที่ส่งไว้", "เหมือนเดือนก่อน", "ไม่ใช้", "เพิ่มต่อจากเดิม", "ส่งแทนคำตอบเดิม"
HELP_TEXT = (
    "ตอบทีละคำถามได้เลยค่ะ กดปุ่มหรือพิมพ์ก็ได้\n"
    "ย้อน = กลับไปคำถามก่อน\n"
    "ข้าม = ข้ามคำถามนี้\n"
    "แก้ไข = แก้คำตอบที่ให้ไว้\n"
    "พักไว้ก่อน = เก็บไว้ทำต่อทีหลัง คำตอบที่พิมพ์แล้วไม่หาย\n"
    "เมนู = ดูสิ่งที่ทำได้"
)
SENT_BEFORE, TOLD_BEFORE = "คำตอบที่ส่งไว้", "คำตอบเดิม"
NOT_ANSWERED = "ไม่ได้ตอบ"


def is_label(text: str) -> bool:
    """Whether a text is only the label of a button of ours, or a yes or no: typed alone it is no content."""
    labels = (MORE, NO_MORE, KEEP_TYPED, ATTACH, CLEAR, ADD, REPLACE, INSTEAD)
    return thai.read_yes_no(text) is not None or any(thai.same_words(text, label) for label in labels)


def brief(text: str, limit: int = SHOWN) -> str:
    """A long answer cut for a card after a whole word, with a mark; what is stored is whole."""
    return thai.shorten(text, limit)


def of_month(context: Context) -> str:
    """Which month and division a question is about."""
    return f"เดือน {thai.short_month(context.month)} {context.division}"


def heading(context: Context, letters: int = 80) -> str:
    """Which measure a card is about."""
    return f"ข้อ {thai.thai_digits(context.order)} {brief(context.title, letters)}"


def _send(context: Context, question: str, value: str) -> str:
    return f"say/{context.tag}/{question}/{value}"


def _ways_out(*, back: bool = True) -> list[Choice]:
    ways = [pause(), Choice(HELP, f"word/{HELP}")]
    return [Choice(BACK, f"word/{BACK}"), *ways] if back else ways


def pause() -> Choice:
    """The button that leaves what is open and keeps it."""
    return Choice(PAUSE, f"word/{PAUSE}")


def waiting(answers: Mapping[str, Any], context: Context) -> tuple[int, ...]:
    """Files sent before this report was opened that are not yet tied to it."""
    return tuple(f for f in context.waiting_files if f not in answers.get("_files", []))


def about(context: Context, *, again: bool) -> list[str]:
    """The lines above a question that is asked again: its measure and month."""
    return [heading(context, 60), of_month(context)] if again else []


def question(
    asked: Question, answers: Mapping[str, Any], context: Context, lead: str = "", *, again: bool = False
) -> Text:
    """A question as a message: what helps, the question, the answer so far when it is being changed."""
    first = not any(q.name in answers for q in PROGRESS)
    lines = [lead] if lead else []
    if first:
        lines.append(heading(context, 120))
        if context.step:
            lines.append(f"สิ่งที่ต้องทำ: {brief(context.step, 120)}")
        lines.append(of_month(context))
    lines += about(context, again=again and not first)
    changing = asked.name in answers and asked.name != "evidence"
    before = "" if changing else _answered_before(asked, context)
    repeats = before not in ("", NOT_ANSWERED)
    if changing and not first and not again:
        lines.append(of_month(context))
    if before:
        lines.append(f"{previous_name(context)}: {before}" + (f" (พิมพ์ {SAME} ได้)" if repeats else ""))
    prompt = asked.prompt.format(month=thai.short_month(context.month), example=example_of(context.month))
    lines.append(prompt.replace(" (พิมพ์ ข้าม ได้)", "") if changing else prompt)
    if changing:
        lines.append(f"เดิม: {brief(asked.show(answers[asked.name])) or NOT_ANSWERED}")
    if asked.name == "evidence" and answers.get("_files"):
        lines.append(f"ได้รับแล้ว {thai.thai_digits(len(answers['_files']))} รายการ")
    if len(asked.options) > 1:  # LINE on a PC shows no buttons under a text
        lines += [f"{n} {o.label}" for n, o in enumerate(asked.options, 1)]
    choices = [Choice(SAME, _send(context, asked.name, "_same"))] if repeats else []
    choices += [Choice(o.label, _send(context, asked.name, o.value)) for o in asked.options]
    if asked.pick_date:
        new = [d for d in context.meetings if d.isoformat() not in answers.get(asked.name, [])]
        meetings = [Choice(f"ประชุม {thai.short_date(d)}", _send(context, asked.name, d.isoformat())) for d in new]
        if new:
            lines.append(f"ประชุม {', '.join(thai.short_date(d) for d in new)} พิมพ์ วันประชุม ได้")
        choices += [*meetings, Choice("เลือกวันที่", _send(context, asked.name, "_date"), kind="date")]
    if changing:
        choices.append(Choice(KEEP, f"word/{KEEP}"))
        choices += [Choice(CLEAR, _send(context, asked.name, "_clear"))] if asked.skip else []
    elif asked.skip and asked.asked:
        choices.append(Choice(SKIP, _send(context, asked.name, "_skip")))
    return Text("\n".join(lines), tuple(choices + _ways_out(back=not first)))


def _answered_before(asked: Question, context: Context) -> str:
    """What stands above the questions for status and activity: the answer that can be used again, NOT_ANSWERED where
    the month before has none, "" where it was not asked then."""
    previous = context.previous
    if asked.name == "status" and previous is None:
        return NOT_ANSWERED if context.missed_before else ""
    if asked.name not in ("status", "activity") or previous is None:
        return ""
    told = brief(asked.show(previous.get(asked.name, "")))
    return told or (NOT_ANSWERED if asked.when(previous, context) else "")


def previous_name(context: Context) -> str:
    """What the month of the repeated answer is called: เดือนก่อน only when it is the one before."""
    month = context.previous_month
    return "เดือนก่อน" if month is None or month.plus(1) == context.month else f"เดือน {thai.short_month(month)}"


def doubt(waits: Mapping[str, Any], context: Context, *, again: bool) -> Text:
    """A value in doubt, with what can be said to it."""
    options = waits.get("choices") or [[o.value, o.label] for o in SURE]
    choices = [Choice(label, _send(context, waits["name"], value)) for value, label in options]
    numbered = len(choices) if len(choices) > 1 else 0
    lines = about(context, again=again)
    if again and isinstance(waits["value"], str) and waits["value"] and waits["name"] != "status":
        lines.append(f"“{brief(waits['value'])}”")
    return Text("\n".join([*lines, waits["sentence"]]), (*choices, *_ways_out()), numbered=numbered)


def which_field(answers: Mapping[str, Any], context: Context) -> Text:
    """What of the answers is to be changed."""
    fields = editable(answers, context)
    choices = [Choice(short(q.label), _send(context, q.name, "_edit")) for q in fields]
    choices += [Choice(BACK, f"word/{BACK}"), pause()]
    head = f"แก้ไข{heading(context)}\n{of_month(context)}"
    return Text(f"{head}\nจะแก้ไขส่วนไหนคะ", tuple(choices), numbered=len(fields))


def not_asked(label: str) -> str:
    """A part that was named, and that the form does not ask of this report."""
    return f"ตอนนี้ยังไม่ต้องตอบ{label}ค่ะ แก้ส่วนอื่นได้เลย"


def which_of_two(context: Context, *, again: bool, parked: bool = False) -> Text:
    """Whether the answer is added to the one that was sent before (`parked`: told before), or takes its place."""
    other = INSTEAD if parked else REPLACE
    two = (Choice(ADD, _send(context, CONFIRM, "add")), Choice(other, _send(context, CONFIRM, "replace")))
    lines = [*about(context, again=again), f"จะ{ADD} หรือ{other}คะ"]
    return Text("\n".join(lines), (*two, *_ways_out(back=False)), numbered=2)


def which_place(words: str, answers: Mapping[str, Any], context: Context, *, again: bool) -> Text:
    """Words typed at the card to confirm: where they belong is asked, never guessed."""
    fields = places(answers, context)
    choices = [Choice(short(q.label), _send(context, q.name, "_put")) for q in fields]
    choices.append(Choice(DROP, _send(context, CONFIRM, "drop")))
    lines = [*about(context, again=again), f"“{brief(words)}”", "จะบันทึกเป็นส่วนไหนคะ"]
    return Text("\n".join(lines), (*choices, pause()), numbered=len(choices))


def places(answers: Mapping[str, Any], context: Context) -> list[Question]:
    """Where words that were typed at the card to confirm can go."""
    return [q for q in PROGRESS if q.when(answers, context) and q.name != "evidence"]


def what_to_add(context: Context) -> Text:
    """The invitation to add to an answer that was sent."""
    text = f"{heading(context)}\n{of_month(context)}\nจะเพิ่มอะไรคะ พิมพ์ในข้อความเดียว หรือส่งรูปได้เลย"
    return Text(text, tuple(_ways_out(back=False)))


def short(label: str) -> str:
    """A label that fits a button."""
    return label if len(label) <= 20 else label.split()[0]


def answer_rows(answers: Mapping[str, Any], files: Sequence[int], none: str = "–") -> tuple[Row, ...]:
    """The answers as rows of a card, in the order of the questions; unanswered ones are left out."""
    flags: Mapping[str, Sequence[str]] = answers.get("flags", {})
    rows = []
    for asked in PROGRESS:
        if asked.name not in answers or asked.name == "evidence":
            continue
        marks = "".join(f" ({FLAGS[f]})" for f in flags.get(asked.name, ()) if FLAGS.get(f))
        rows.append(Row(asked.label, (brief(asked.show(answers[asked.name])) or "–") + marks, field=True))
    count = f"{thai.thai_digits(len(files))} รายการ" if files else none
    return (*rows, Row(BY_NAME["evidence"].label, count, field=True))


def understood_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were read, also those that wait behind a question."""
    told = {name: value for name, value in answers.items() if name in BY_NAME}
    for one in answers.get("_next", []):
        name, before = one["name"], told.get(one["name"])
        if name in BY_NAME and (before is None or one.get("join")):
            told[name] = one["value"] if before is None else joined(before, one["value"])
    return told


def understood(answers: Mapping[str, Any], context: Context) -> Card:
    """What one message was understood to say, before what is missing is asked."""
    told = understood_of(answers)
    return Card(
        title=heading(context),
        subtitle=of_month(context),
        lead="เข้าใจตามนี้ค่ะ" if told else f"“{brief(whole(answers.get('_said')))}”",
        rows=answer_rows(told, ())[:-1],
        alt=f"เข้าใจ{heading(context)} ตามนี้ค่ะ",
    )


def theirs(answers: Mapping[str, Any], context: Context, *, own: bool) -> tuple[Text, Card]:
    """An answer was sent before, by somebody else of the division or by the person: what it says, before
    `which_of_two` is asked."""
    card = Card(
        title=SENT_BEFORE, subtitle=heading(context), rows=answer_rows(answers, answers["evidence"]), alt=SENT_BEFORE
    )
    who = "ท่าน" if own else "มีผู้อื่นในกอง"
    return Text(f"{who}ส่งข้อนี้แล้วตามด้านล่างค่ะ"), card


def parked(answers: Mapping[str, Any], aside: Mapping[str, Any], context: Context) -> tuple[Text, Card]:
    """What was told of a report before and was not sent, with what waits `aside` with it, before `which_of_two` is
    asked about other words."""
    told = understood_of({**answers, "_next": aside.get("_next", ())})
    rows = answer_rows({**told, "flags": answers["flags"]}, answers["evidence"])
    lead = f"ข้อ {thai.thai_digits(context.order)} มีคำตอบที่พิมพ์ไว้ก่อนตามด้านล่างค่ะ"
    return Text(lead), Card(
        title=TOLD_BEFORE, subtitle=f"{heading(context)}\n{of_month(context)}", rows=rows, alt=TOLD_BEFORE
    )


def confirmation(answers: Mapping[str, Any], context: Context, lead: str = "") -> Card:
    """The card to check before it is sent."""
    kept = collected(answers, context)
    send = [Choice(SEND, _send(context, CONFIRM, "send"), strong=True)]
    if early := waiting(answers, context):
        send.append(Choice(ATTACH, _send(context, "evidence", "_waiting")))
    notes = [f"มีรูปหรือไฟล์ที่ส่งไว้ก่อนแล้ว {thai.thai_digits(len(early))} รายการ"] if early else []
    notes += ["เมื่อส่งแล้ว เดือนต่อไปจะไม่ถามข้อนี้อีก"] if kept["status"] in FINAL else []
    return Card(
        title=heading(context),
        subtitle=of_month(context),
        lead=lead or "โปรดตรวจสอบก่อนส่งค่ะ",
        rows=answer_rows(kept, kept["evidence"], none="ยังไม่มี ส่งรูปหรือไฟล์ในแชตนี้ได้เลย"),
        note="\n".join(notes),
        buttons=(*send, Choice(EDIT, _send(context, CONFIRM, "edit")), pause()),
        alt="ตรวจคำตอบก่อนส่ง พิมพ์ ส่ง เพื่อส่งรายงาน",
    )
