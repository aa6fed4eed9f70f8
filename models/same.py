"""Short reports: all as last month (except …), nothing was done this month, and being away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from models import speech, thai
from models.calendar import Month
from models.dates_inside import read_any_date
from models.month_names import MONTH
from models.references import numbers
from models.thai import WEEKDAYS
from models.typos import mended


@dataclass(frozen=True)
class Same:
    """As last month: for `orders` (None = all), except `except_`. `trouble` is "except" when an exception was
    named that could not be read; `words` is it. Then ask; never take all."""

    orders: tuple[int, ...] | None = None
    except_: tuple[int, ...] = ()
    trouble: Literal["", "except"] = ""
    words: str = ""


_ALL = "(?:ทุกข้อ|ทั้งหมด|ทุกมาตรการ|ทุกอย่าง|ทุกกิจกรรม|ทุกรายการ|ทุกเรื่อง|หมดทุกข้อ|หมดทุกอย่าง|หมด|ทุกอัน|ทั้งหมดทุกข้อ|all|everything)"
_A_MONTH = rf"เดือน(?:{MONTH})(?:\d{{2}}|\d{{4}})?"
_LAST = (
    rf"(?:(?:เดือน)?(?:ที่แล้ว|ที่ผ่านมา|ก่อนหน้านี้|ก่อนหน้า|ก่อนโน้น|ก่อน|เดิม|ครั้งก่อน|ครั้งที่แล้ว|คราวก่อน|คราวที่แล้ว|รอบที่แล้ว|รอบก่อน|ที่เคยส่ง|ที่ส่งไป|ครั้งเดิม)|(?:the)?(?:last|previous|prev)(?:month)?|"
    rf"{_A_MONTH}|เดือนต\.?ค\.?)"
)
_REPORT = "(?:รายงาน|ข้อมูล|คำตอบ|ของ|อัน|ตัว|ที่รายงาน(?:ไป)?|ที่ส่ง)*"
_ALIKE = (
    rf"(?:(?:เหมือน|เหมื่อน|เหมิอน|เหมอืน|เหมือ(?=เดิม)|คือ(?=เดือน|เก่า|เดิม))(?:กัน|กับ|กะ|ๆ|เป๊ะ)*{_REPORT}(?:{_LAST}|เดิม|เก่า)|same(?:as)?(?:เดิม|{_LAST})?|no(?:thing)?(?:change[sd]?|new)|เดิม(?:ๆ|(?=หมด|ทุก|ทั้ง))|คงเดิม|คงเหมือนเดิม|คงไว้(?:เหมือนเดิม|ตามเดิม)|"
    rf"ตามเดิม|แบบเดิม|เช่นเดิม|เท่าเดิม|ของเดิม|อย่างเดิม|เหมือนกันกับ{_LAST}|"
    rf"(?:(?:เช่นเดียว|แบบเดียว|อย่างเดียว)กับ|ซ้ำ(?:กับ|ของ|กะ)?){_REPORT}{_LAST}|(?:แบบ|ตาม|อิง(?:ตาม)?|เท่า){_REPORT}{_LAST}|"
    rf"(?:ใช้|เอา(?:แบบ|ตาม)?|ลอก|ก๊อปปี้|ก็อปปี้|ก๊อป|ก็อป|ก๊อบ|copy(?:paste)?|ดึง|ยก|คัดลอก|อ้างอิง)(?:ตาม)?{_REPORT}{_LAST}(?:มา|ได้|ไป|ใส่|ส่ง)*|"
    rf"ไม่(?:มี(?:อะไร|การ|ไร)?)?(?:เปลี่ยนแปลง|เปลี่ยน|ต่าง|แตกต่าง)(?:จาก(?:{_LAST}))?)"
)
_NUMBERS = (
    r"(?:ข้อ|มาตรการ)?(?:ที่)?\d{1,3}(?!\d)(?:(?:,|และ|กับ|กะ|-|–|ถึง|&|แล้วก็|หรือ)*(?:ข้อ|มาตรการ)?(?:ที่)?\d{1,3}(?!\d))*"
)
_EXTRA = (
    r"(?:เลย|ได้|นะ|พี่|เป๊ะ|แหละ|ค่อนข้าง|ตาม|มา|จ้า|ละ|และ|อยู่|ทุกประการ|หมด|แล้ว|ครับ|ค่ะ|ทุกข้อ|ทั้งหมด|"
    r"ไม่มี(?:อะไร|ข้อไหน|อันไหน)(?:เปลี่ยน(?:แปลง)?|ใหม่)|ไม่เปลี่ยนแปลง|น้อง|ให้(?:หน่อย|ด้วย|ที|เลย)|ๆ)*"
)
_LEAD = (
    r"(?:เดือนนี้|รายงาน|ของ)?(?:กองคลัง|กองช่าง|กองการศึกษา|สำนักปลัด|กองสวัสดิการ|กอง)?(?:ก็|ทาง|มาตรการ|พี่|นี้|ยัง|คง|ขอ|ใช้|ทำ|"
    r"ดำเนินการ|ผล|เอา|ส่ง|สถานะ)*"
)
_SAME = re.compile(
    rf"{_LEAD}(?P<all>{_ALL})?{_LEAD}(?:(?P<orders>{_NUMBERS})(?:ก็|"
    rf"ยัง)?)?{_ALIKE}{_EXTRA}(?P<all2>{_ALL})?{_EXTRA}(?:{_ALIKE}{_EXTRA})?(?P<all3>{_ALL})?"
    r"(?:(?:แต่)?(?:ยกเว้น|เว้น(?:แต่)?|นอกจาก|ไม่รวม|ยกเวัน|ยกเว้ร|(?:เปลี่ยน|แก้(?:ไข)?)(?:แค่|เฉพาะ))(?P<rest>.*)"
    rf"|(?:แค่|เฉพาะ|เพียง)+(?P<only>{_NUMBERS})(?:เท่านั้น)?"
    rf"|(?:แต่|ส่วน|มี|แค่)+(?P<unlike>{_NUMBERS})(?:ที่)?(?:ไม่เหมือน(?:เดิม|{_LAST})?|ไม่ใช่|ไม่เอา|ไม่ตรง|ต่าง(?:ไป|จากเดิม|ออกไป)?|(?:มีการ|มี)?(?:เปลี่ยนแปลง|เปลี่ยนไป|เปลี่ยน))"
    rf"|(?:แต่|แค่|มี)*(?P<anew>{_NUMBERS})(?:ที่)?(?:ขอ|จะ|ต้อง)*(?:(?:ใส่|กรอก|แก้(?:ไข)?|เปลี่ยน|พิมพ์|รายงาน|เขียน|ทำ)(?:ใหม่|เอง)|เปลี่ยน|แก้))?"
)
_SOME = re.compile(
    rf"(?:{_LEAD}(?:เกือบ|แทบ|บาง|หลาย|ส่วนใหญ่|ส่วนมาก|ประมาณ|คล้าย|น่าจะ|คงจะ|อาจจะ)(?:ๆ|ทุก|ข้อ|อย่าง|มาตรการ|ทั้งหมด|จะ|กับ|ก็)*{_ALIKE}|{_LEAD}{_ALIKE}{_EXTRA}(?:เป็น)?(?:เกือบ|แทบ|บาง|หลาย|ส่วนใหญ่|ส่วนมาก|มั้ง|หรือเปล่า|(?:ไหม|มั้ย)?(?:นะ)?ไม่(?:ค่อย)?(?:แน่ใจ|ชัวร์))|"
    rf"{_LEAD}(?:น่าจะ|คงจะ|คง|อาจจะ|อาจ|ก็)*{_ALL}?(?:คล้าย|ใกล้เคียง|พอๆ)(?:ๆ|กับ|กัน|ของ)*{_REPORT}(?:{_LAST}|เดิม|เก่า)).*"
)
# ข้อ 2 เหมือนเดือนที่แล้ว แต่ข้อ 2 ไม่เหมือนตรงที่เสร็จแล้ว; … แต่มีข้อนึงไม่เหมือน: alike, and not alike.
_BUT_ALIKE = re.compile(
    rf"{_LEAD}{_ALL}?{_LEAD}(?:{_NUMBERS})?{_ALIKE}{_EXTRA}{_ALL}?{_EXTRA}(?:แต่|ยกเว้น|แค่|มี|ว่า|(?={_NUMBERS}(?:ที่)?ไม่เหมือน))+.{{0,60}}?(?:ไม่เหมือน|ไม่ตรง|ต่าง(?:กัน|จาก|ไป|$)|เปลี่ยนไป|เปลี่ยน(?:แปลง)?(?:ข้อ|อัน)|(?:ข้อ|อัน|บางข้อ|บางอัน)(?:นึง|หนึ่ง|เดียว|สองข้อ)?(?:ก็|มี)*(?:เปลี่ยน|ต่าง)).*"
)
_EXCEPT_FIRST = re.compile(
    rf"(?:(?:ยกเว้น|เว้น|นอกจาก|ไม่รวม)(?P<rest>{_NUMBERS})(?:แล้ว)?|(?P<new>{_NUMBERS})(?:ที่)?(?:(?:มี)?(?:เปลี่ยน(?:แปลง|ไป)?|แก้(?:ไข)?)|ไม่เหมือน(?:เดิม|{_LAST})?|ต่าง(?:ไป)?)(?:แต่|ส่วน)?(?=ที่เหลือ|ข้ออื่น|อื่นๆ|นอกนั้น))(?:ที่เหลือ(?:ทุกข้อ|ทั้งหมด)?|ข้ออื่นๆ?|อื่นๆ|นอกนั้น|ข้อ)?(?:ก็|นอกนั้น|"
    rf"ทุกข้อ)*{_ALIKE}{_EXTRA}"
)

# เฉพาะข้อ 2 ที่เหมือนเดือนก่อน: nothing is said of the others.
_ONLY_THESE = re.compile(
    rf"{_LEAD}(?:มี)?(?:แค่|เฉพาะ|เพียง)+(?P<orders>{_NUMBERS})(?:เท่านั้น)?(?:ที่)?{_LEAD}{_ALIKE}{_EXTRA}"
)


def read_same(text: str) -> Same | None:
    """What is as last month (DOMAIN.md section 7): เหมือนเดิมหมดยกเว้นข้อ 3 กับ 7; None when the reply is not that."""
    if len(text) > 300:
        return None
    words = speech.without_small_talk(speech.without_opening(thai.clean(text)))
    said = re.sub(r"(?<=\d)\s+(?=\d)", ",", mended(speech.without_polite(words)))
    said = re.sub("ทีแล้ว|ที่แลว|ที่แร้ว|ที่เเล้ว|ทีเเล้ว", "ที่แล้ว", said.replace(" ", ""))
    said = re.sub(r"เวน(?=ข้อ|มาตรการ|\d)", "เว้น", said)
    said = re.sub("(?:เดอน|เดิอน|เดีอน|เดื่อน|เดึอน|เดือร|เดืือน)", "เดือน", said)
    said = re.sub("เดือนแล้ว", "เดือนที่แล้ว", said)
    said = re.sub(r"ขอ้?(?=\d)|ข้อ้(?=\d)", "ข้อ", said)
    said = (
        re.sub(r"(?<=\d)(?:(?:อัน|ข้อ|ตัว)นั้น)?(?:เปลี่ยน(?:แปลง)?|ไม่เหมือน(?:เดิม)?|ต่าง(?:ไป)?)$", "", said)
        if "เว้น" in said
        else said
    )
    said = re.sub(r"except(?:for)?(?=\d|ข้อ|item)|but(?=\d|ข้อ)", "ยกเว้น", said).replace("item", "ข้อ")
    said = re.sub(r"(?<=\d)and(?=\d)", "กับ", said)
    if (match := _ONLY_THESE.fullmatch(said)) and (only := numbers(match["orders"])):
        return Same(only)
    if match := _EXCEPT_FIRST.fullmatch(said):
        return Same(None, numbers(match["rest"] or match["new"]))
    match = _SAME.fullmatch(said)
    if match is None:
        doubtful = _SOME.fullmatch(said) or _BUT_ALIKE.fullmatch(said)
        return Same(trouble="except", words=text.strip()) if doubtful else None
    orders = numbers(match["orders"]) if match["orders"] else None
    if match["only"]:  # เหมือนเดือนที่แล้วแค่ข้อ 1 กับ 5
        whole = re.search(_ALL, said) or orders is not None
        only = numbers(match["only"])
        return Same(trouble="except", words=text.strip()) if whole or not only else Same(only)
    if match["unlike"] and orders is not None:
        return Same(trouble="except", words=text.strip())
    rest = match["rest"] or match["anew"] or match["unlike"]
    if orders == () or (orders is not None and (match["all"] or match["all2"] not in (None, "หมด") or match["all3"])):
        return None
    if rest is None:
        return Same(orders)
    rest = re.sub(r"(?:ไว้|ก่อน|นะ)+$", "", thai.bare(rest))
    if not re.fullmatch(_NUMBERS, rest) or not numbers(rest):
        return Same(orders, trouble="except", words=rest)
    without = numbers(rest)
    if orders is not None and not set(without) < set(orders):  # ข้อ 3 เหมือนเดิม ยกเว้นข้อ 3
        return Same(trouble="except", words=text.strip())
    return Same(orders, without)


_NEW = "ใหม่ๆ?|คืบหน้า|ก้าวหน้า|เคลื่อนไหว|เพิ่มเติม|เพิ่มขึ้น|เพิ่ม|เปลี่ยนแปลง|เปลี่ยน|แตกต่าง|ต่าง|อัปเดต|อัพเดท|อัพเดต|update"
_THING = "อะไร|ไร|สิ่ง|เรื่อง|ข้อมูล|รายการ|ผลงาน|กิจกรรม|งาน|การ|ความ|ใดๆ|ใด|ที่|จะ|ต้อง|ให้|แจ้ง|รายงาน|เป็นพิเศษ"
_NOTHING_NEW = re.compile(
    r"(?:(?:ใน|สำหรับ)?(?:เดือนนี้|ตอนนี้|ช่วงนี้|รอบนี้|ขณะนี้)|ทุกข้อ|ทุกมาตรการ|ทั้งหมด|ทุกอย่าง|กองเรา|ของ|ก็|ยังคง|ยัง|คง)*"
    rf"(?:ไม่มี(?:(?:{_THING})*(?:{_NEW})|(?:อะไร|ไร|ใดๆ|เลย)*)"
    rf"|ไม่(?:ได้)?(?:มี)?(?:(?:ทำ|ดำเนินการ|จัด)(?:อะไร|กิจกรรม|สิ่ง)*)?(?:{_NEW})|ไม่|เปล่า|{_ALIKE})"
    rf"(?:(?:ไป|กว่า)?(?:จาก)?(?:{_LAST})|เลย|ทั้งสิ้น|ใดๆ|อะไร|นะ|แล้ว|ใน|เดือนนี้|ตอนนี้|ช่วงนี้|ทุกข้อ|ทั้งหมด|ทุกอย่าง|ทุกประการ|{_ALIKE})*"
)


def read_nothing_new(text: str) -> bool:
    """Whether a reply says that a month has nothing new to tell: ยังไม่มีค่ะ, ยังเหมือนเดิม, ไม่มีอะไรคืบหน้า.

    What says more (ไม่มีอะไรใหม่ แต่อบรมเพิ่ม 1 ครั้ง) is news.
    """
    said = speech.without_polite(thai.bare(text))
    again = read_same(text)
    alike = again is not None and not again.trouble and not again.except_ and again.orders is None
    return alike or thai.means_nothing(text) or said == "ยัง" or bool(_NOTHING_NEW.fullmatch(said))


def read_except(text: str) -> tuple[int, ...]:
    """The measures that words about all leave out: เหมือนเดิม ยกเว้น 3, ไม่มีอะไรใหม่ ยกเว้น 3, ยกเว้น 3; else ()."""
    head, mark, tail = text.partition("ยกเว้น")
    alike = mark and (not head.strip() or read_nothing_new(head))
    found = read_same(f"เหมือนเดิม ยกเว้น{tail}" if alike else text)
    return found.except_ if found and not found.trouble and found.orders is None else ()


@dataclass(frozen=True)
class NoActivity:
    """Nothing was done this month: of `orders` (None = all), except `except_`; `reason` is why, as typed, or "".

    `trouble` is "except" when measures were left out that could not be read. Then ask; never take all.
    """

    reason: str = ""
    orders: tuple[int, ...] | None = None
    except_: tuple[int, ...] = ()
    trouble: Literal["", "except"] = ""


_NONE_DONE = re.compile(
    r"(?:ใน)?(?:เดือนนี้|เดือน[ก-ฮ.ะ-์]{2,12}|ข้อนี้|ทุกข้อ|ทุกมาตรการ|มาตรการนี้)?\s*(?:ก็|เรา|กอง(?:คลัง|ช่าง|การศึกษา)?)?\s*(?:ยัง)?"
    r"(?:ไม่มี(?:การ)?(?:ดำเนินการ|ดำเนินงาน|จัดกิจกรรม|กิจกรรม|ทำกิจกรรม|ผลการดำเนินงาน|ผลการดำเนินการ|อะไรทำ|"
    r"การจัด|ความเคลื่อนไหว|ความคืบหน้า)(?:ใด\s?ๆ|อะไร|เลย|ทั้งสิ้น)*"
    r"|(?:ไม่|มิ)ได้(?:ทำ|ดำเนินการ|จัด(?:กิจกรรม)?|มีการดำเนินการ|มีกิจกรรม|ทำกิจกรรม|ปฏิบัติ)(?:อะไร|กิจกรรม|ใดๆ|เลย|ไว้)*)"
    r"\s*(?:ใน)?(?:เดือนนี้|ข้อนี้|ทุกข้อ)?\s*(?:เลย|นะ)*"
)
_BECAUSE = "เพราะ|เนื่องจาก|เนื่องด้วย|ด้วยเหตุ|สาเหตุ"
_REASON = re.compile(
    r"\s*(?:(?:เพราะ(?:ว่า)?|เนื่องจาก|เนื่องด้วย|ด้วยเหตุ(?:ว่า)?|ติด(?=[ก-ฮ])|รอ(?:(?=งบ)|(?![งบด]))|สาเหตุ)"
    r"(?P<why>.*))",
    re.DOTALL,
)
_ONE_OF = r"(?:(?:ข้อ|มาตรการ)\s*)?(?:ที่\s*)?\d{1,3}(?!\d)"
_SEVERAL = rf"{_ONE_OF}(?:(?:\s*(?:,|และ|กับ|กะ|-|–|ถึง|&|แล้วก็)\s*|\s+){_ONE_OF})*"
_EXCEPT = r"(?:แต่\s*)?(?:ยกเว้น|เว้น(?:แต่)?|นอกจาก|ไม่รวม|ยกเวัน|ยกเว้ร)"
_POLITE = r"(?:\s*(?:ไว้|นะ|ครับ|ค่ะ|คะ|คับ|จ้า|ค่า))*"
_OF_SEVERAL = re.compile(rf"\s*(?P<orders>{_SEVERAL})\s*(?:ก็\s*)?(?={_NONE_DONE.pattern})")
_BUT_FIRST = re.compile(
    rf"\s*{_EXCEPT}\s*(?P<but>{_SEVERAL})\s*(?:แล้ว\s*)?(?:ที่เหลือ|ข้ออื่น\s?ๆ?|อื่น\s?ๆ|นอกนั้น)?\s*(?={_NONE_DONE.pattern})"
)
_BUT_NEXT = re.compile(rf"\s*{_EXCEPT}\s*(?P<but>{_SEVERAL}){_POLITE}\s*(?=$|[,.]|{_BECAUSE}|ติด|รอ)")
_BUT_LAST = re.compile(rf"\s*,?\s*{_EXCEPT}\s*(?P<but>{_SEVERAL}){_POLITE}\s*$")
_BUT_UNREAD = re.compile(rf"\s*{_EXCEPT}\s*(?=ข้อ|มาตรการ|\d)")


def read_no_activity(text: str) -> NoActivity | None:
    """Whether the reply says that nothing was done this month, and why: เดือนนี้ไม่มีกิจกรรม เพราะติดน้ำท่วม; ข้อ 1 กับ 3
    ไม่มีการดำเนินการ รองบ; ไม่มีการดำเนินการ ยกเว้น 2. One measure alone is a report of its own."""
    if len(text) > 300:
        return None
    folded, places = thai.fold(text.strip())
    of, but = _OF_SEVERAL.match(folded), _BUT_FIRST.match(folded)
    orders = numbers(of["orders"]) if of else None
    if orders is not None and len(orders) < 2:
        return None
    begin_at = of.end() if of else but.end() if but else 0
    match = _NONE_DONE.match(folded, begin_at)
    if match is None:
        return None
    end = match.end()
    if but is None and (but := _BUT_NEXT.match(folded, end)):
        end = but.end()
    elif _BUT_UNREAD.match(folded, end):
        return NoActivity(trouble="except")
    rest = folded[end:]
    except_ = numbers(but["but"]) if but else ()
    if not thai.bare(rest) or thai.bare("เสร็จ " + rest) == "เสร็จ":
        return _of_those("", orders, except_, named=but is not None)
    tail = re.match(r"(?:เลย|นะ|ครับ|ค่ะ|คะ|คับ|จ้า|ค่า|\s|[,.])*", rest)
    at = end + (tail.end() if tail else 0)
    reason = _REASON.match(folded, at)
    if reason is None:
        return None
    begin = reason.start("why") if folded[at:].lstrip().startswith(("เพราะ", "เนื่อง", "ด้วย", "สาเหตุ")) else at
    stop = len(folded)
    if but is None and (but := _BUT_LAST.search(folded, at)):
        stop, except_ = but.start(), numbers(but["but"])
    ends = places[stop] if stop < len(places) else len(text)
    why = text.strip()[places[begin] : ends].strip() if begin < len(places) else ""
    if orders is not None and re.search(r"(?:ข้อ|มาตรการ)(?:ที่)?\s*\d", thai.arabic_digits(why)):
        return None  # more is told, of another measure
    return _of_those(why, orders, except_, named=but is not None)


def _of_those(reason: str, orders: tuple[int, ...] | None, except_: tuple[int, ...], *, named: bool) -> NoActivity:
    """`named`: whether measures were left out, which must have been read, and be some of those that are meant."""
    unread = named and not except_
    outside = orders is not None and bool(except_) and not set(except_) < set(orders)
    return NoActivity(trouble="except") if unread or outside else NoActivity(reason, orders, except_)


@dataclass(frozen=True)
class Leave:
    """Being away: from `first` to `last` (both included); `back` when somebody is back; `trouble` when the day must
    be asked, with the words it lies in."""

    first: date | None = None
    last: date | None = None
    back: bool = False
    trouble: Literal["", "which_day"] = ""
    words: str = ""


_BACK = re.compile(
    r"(?:กลับมา(?:แล้ว|ทำงาน|ปฏิบัติงาน|ปฏิบัติราชการ|จากลา|จากพักร้อน)+|กลับมาแล้ว|มาทำงานแล้ว|กลับจากลา(?:แล้ว)?|"
    r"หายป่วยแล้ว|ยกเลิกลา|ยกเลิกการลา|เลิกลา(?:แล้ว)?|ไม่ลาแล้ว)"
)
_LEAVE = re.compile(
    r"(?:ขอ|จะ|แจ้ง|ผม|หนู|ดิฉัน|ติด)*(?:ลา(?![ยดนมกบ]|ว(?!ั)|ออก)|ลาป่วย|ลากิจ|ลาบวช|ลาคลอด|ลาพักผ่อน|ลาพักร้อน|ลาหยุด|"
    r"ไปราชการ|ไม่อยู่|พักร้อน|ลางาน)(?:ป่วย|กิจ|คลอดบุตร|คลอด|บวช|พักผ่อน|พักร้อน|หยุด|งาน|ราชการ|ยาว|ประจำปี)*"
)
_TO = r"\s*(?:จนถึง|ถึง|-|–|ยัน)\s*"


def read_leave(text: str, today: date) -> Leave | None:
    """Being away until a day (future days allowed), or being back; None when the reply says neither.

    A weekday is the coming one; the weekday of today, and what cannot be read, is asked (`which_day`).
    """
    said = thai.clean(text)
    if len(said) > 100:
        return None
    if _BACK.fullmatch(said.replace(" ", "")):
        return Leave(back=True)
    match = _LEAVE.match(said)
    if match is None:
        return None
    rest = said[match.end() :].strip()
    if not rest:
        return Leave(trouble="which_day", words=said)
    from_, to, last_words = rest.partition("ถึง")
    if not to:
        parts = re.split(r"\s*(?:-|–|ยัน)\s*(?=พรุ่ง|มะรืน|วัน|\d{1,2}\s*[ก-ฮ])", rest, maxsplit=1)
        from_, last_words = (parts[0], parts[1]) if len(parts) == 2 else ("", "")
        if len(parts) == 1:
            days = _days(rest, today)
            if days is None:
                return Leave(trouble="which_day", words=rest)
            return Leave(days[0], days[1])
    from_ = re.sub("(?:ตั้งแต่|จน|จาก|เริ่ม)", "", from_).strip()
    last = _days(last_words, today)
    span = (
        _days(from_ + " " + _month_words(last_words), today) if re.fullmatch(r"(?:วันที่\s*)?\d{1,2}", from_) else None
    )
    first = span or (_days(from_, today) if from_ else (today, today))
    if last is None or first is None or last[1] < first[0] or last[1] > today + timedelta(days=366):
        return Leave(trouble="which_day", words=rest)
    return Leave(first[0], last[1])


def _month_words(text: str) -> str:
    return re.sub(r"^(?:วันที่\s*)?\d{1,2}\s*", "", text)


def _days(words: str, today: date) -> tuple[date, date] | None:
    """A day or a span in words, from today on: วันนี้, พรุ่งนี้, วันศุกร์, 30 พ.ย. 69, 5-7 ธ.ค."""
    said = re.sub(r"^(?:ใน|ตั้งแต่|เฉพาะ|แค่)?\s*", "", words.strip())
    near = {"วันนี้": 0, "พรุ่งนี้": 1, "มะรืนนี้": 2, "มะรืน": 2, "วันพรุ่งนี้": 1, "พรุ้งนี้": 1, "พรุงนี้": 1}
    if said in near:
        day = today + timedelta(days=near[said])
        return day, day
    weekday = re.fullmatch(rf"(?:วัน)?({'|'.join(WEEKDAYS)}|พฤหัส)(?:นี้|ที่จะถึงนี้|ที่จะถึง)?", said)
    if weekday:
        number = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(weekday[1][:4]))
        ahead = (number - today.weekday()) % 7
        return None if ahead == 0 else (today + timedelta(days=ahead),) * 2
    if said in ("สิ้นเดือน", "สิ้นเดือนนี้"):
        return Month.of(today).last_day, Month.of(today).last_day
    return read_any_date(said, today)
