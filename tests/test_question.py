"""Questions as people ask them, and the whole interpretation of each; `today` is Wednesday, 18 November 2026."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.question import Query, read_period, read_question
from insight.taxonomy import Taxonomy
from insight.types import Bilingual, Period

TODAY = date(2026, 11, 18)
TAXONOMY = Taxonomy.default()
SEGMENTS = {
    "region": ["TP.HCM", "Hà Nội", "Đà Nẵng", "Cần Thơ"],
    "tier": ["gold", "standard"],
    "industry": ["retail", "banking", "restaurant", "telecom"],
    "age": ["18-25", "26-35"],
    "plan": ["A", "new"],
}
THEMES = {
    "th-otp": Bilingual("OTP không về", "OTP never arrives"),
    "th-hold": Bilingual("Chờ tổng đài quá lâu", "Long hold times on the hotline"),
    "th-leak": Bilingual("Nước sốt đổ ra túi", "Sauce leaking into the bag"),
    "th-name": Bilingual("Thái độ nhân viên", "Staff attitude"),
}
EMPTY: dict[str, object] = {
    "intent": None,
    "stage": None,
    "topics": [],
    "themes": [],
    "sentiment": None,
    "since": None,
    "until": None,
    "channel": None,
    "segments": {},
    "language": None,
    "metric": None,
    "limit": None,
    "compare": None,
}
WEEK = "2026-11-16/2026-11-19"
LAST_WEEK = "2026-11-09/2026-11-16"
MONTH = "2026-11-01/2026-11-19"
LAST_MONTH = "2026-10-01/2026-11-01"

# question | language intent | what else was asked; "-" and "+" are the sentiments, a slash makes a period
CASES = f"""
khách phàn nàn gì nhiều nhất về giao hàng tuần này? | vi top_complaints | - stage=delivery {WEEK}
top complaints delivery last week | en top_complaints | - stage=delivery {LAST_WEEK}
What do customers complain about most? | en top_complaints | -
khách hàng ghét điều gì nhất ở cửa hàng tháng này | vi top_complaints | - channel=store {MONTH}
khach hang che gi nhieu nhat ve dong goi | vi top_complaints | - topics=delivery.packaging
kh phàn nàn j nhìu nhất vậy | vi top_complaints | -
3 vấn đề lớn nhất trên app tuần trước | vi top_complaints | - channel=app limit=3 {LAST_WEEK}
five biggest complaints about fees | en top_complaints | - topics=price.billing limit=5
top 5 phàn nàn về phí | vi top_complaints | - topics=price.billing limit=5
why do customers leave us? | en top_complaints | - stage=loyalty
vì sao khách rời bỏ | vi top_complaints | - stage=loyalty
tại sao khách hàng bỏ đi vậy | vi top_complaints | - stage=loyalty
what should we fix first in the app? | en top_complaints | - channel=app
khách muốn mình cải thiện điều gì nhất | vi top_complaints | -
biggest pain points at checkout | en top_complaints | - stage=purchase topics=payment.checkout
main problems with refunds in Q3 | en top_complaints | - topics=returns.refund 2026-07-01/2026-10-01
What bothers gold customers the most? | en top_complaints | - segments=tier:gold
khách hàng vàng ở Đà Nẵng phàn nàn gì | vi top_complaints | - segments=tier:gold;region:Đà_Nẵng
khách ở sài gòn bức xúc nhất chuyện gì | vi top_complaints | - segments=region:TP.HCM
khach HN che gi ve thai do nhan vien | vi top_complaints | - topics=staff.attitude segments=region:Hà_Nội
complaints about rude staff in stores this month | en top_complaints | - topics=staff.attitude channel=store {MONTH}
worst things about onboarding | en top_complaints | - stage=delivery
điểm yếu của chúng ta khâu sau bán hàng | vi top_complaints | - stage=support
what annoys people about after-sales service | en top_complaints | - stage=support
vấn đề lớn nhất của thanh toán | vi top_complaints | - stage=purchase topics=payment.checkout
người dùng kêu ca gì về OTP | vi top_complaints | - topics=digital.account
khách chê gì về giá? | vi top_complaints | - topics=price.value
khách chê gì về giá cả nói chung | vi top_complaints | - topics=price.value,price.promotion,price.billing
complaints about pricing | en top_complaints | - topics=price.value,price.promotion,price.billing
khách không hài lòng về nhân viên ở điểm nào | vi top_complaints | - topics=staff.attitude,staff.expertise
complaints about waiting time on the hotline yesterday | en top_complaints | - topics=service.waiting channel=hotline 2026-11-17/2026-11-18
what are Shopee buyers unhappy about | en top_complaints | - channel=marketplace
phàn nàn nhiều nhất trên fanpage 7 ngày qua | vi top_complaints | - channel=facebook 2026-11-12/2026-11-19
top complaints về giao hàng ở HCM tuần này | vi top_complaints | - stage=delivery segments=region:TP.HCM {WEEK}
top complants about delivry | en top_complaints | - stage=delivery
phàn nàn về hàng giả | vi top_complaints | - topics=trust.safety
lý do chính khiến khách thất vọng quý trước | vi top_complaints | - 2026-07-01/2026-10-01
khách trung thành phàn nàn gì | vi top_complaints | - stage=loyalty
complaints about loyalty points | en top_complaints | - topics=loyalty.membership
liệt kê phàn nàn về bãi xe | vi top_complaints | - topics=environment.place
khách trẻ nhóm 18-25 phàn nàn gì | vi top_complaints | - segments=age:18-25
những lỗi app bị phàn nàn nhiều | vi top_complaints | - topics=digital.reliability
phàn nàn về app chậm trên app store | vi top_complaints | - topics=digital.reliability channel=app
khách khen gì nhiều nhất | vi top_praise | +
what do customers love about us | en top_praise | +
What do people like most about the stores? | en top_praise | + channel=store
khach khen gi ve nhan vien | vi top_praise | + topics=staff.attitude,staff.expertise
điểm mạnh của mình tháng 9 là gì | vi top_praise | + 2026-09-01/2026-10-01
top 3 things customers praise | en top_praise | + limit=3
khách thích gì ở app | vi top_praise | + channel=app
kh thik gì nhất ở chất lượng sp | vi top_praise | + topics=product.quality
what are we doing well in delivery? | en top_praise | + stage=delivery
lời khen về tư vấn tháng trước | vi top_praise | + topics=staff.expertise {LAST_MONTH}
what delights gold members | en top_praise | + segments=tier:gold
có gì mới không | vi whats_new |
co gi moi tuan nay | vi whats_new | {WEEK}
What's new since Monday? | en whats_new | {WEEK}
any emerging issues in the last 2 weeks | en whats_new | 2026-11-05/2026-11-19
vấn đề nào mới nổi lên trên Shopee | vi whats_new | channel=marketplace
phàn nàn mới về giao hàng từ thứ hai | vi whats_new | - stage=delivery {WEEK}
what came up since 1 October | en whats_new | 2026-10-01/2026-11-19
từ thứ hai đến nay khách có gì | vi whats_new | {WEEK}
new themes this month | en whats_new | {MONTH}
is delivery getting worse? | en trend | stage=delivery
giao hàng tăng hay giảm phàn nàn | vi trend | - stage=delivery
xu hướng khiếu nại về hoàn tiền 3 tháng qua | vi trend | - topics=returns.refund 2026-08-19/2026-11-19
tình hình giao hàng thế nào rồi | vi trend | stage=delivery
tinh hinh dong goi sao roi | vi trend | topics=delivery.packaging
are complaints about login rising | en trend | - topics=digital.account
how has satisfaction changed over the last 6 months | en trend | metric=csat 2026-05-19/2026-11-19
NPS có cải thiện không | vi trend | metric=nps
NPS over the last 3 months | en trend | metric=nps 2026-08-19/2026-11-19
thái độ nhân viên có tốt hơn không | vi trend | topics=staff.attitude
is the app improving | en trend | channel=app
giao hàng có tệ hơn so với tháng trước không | vi trend | stage=delivery
complaint trend by week in Hà Nội | en trend | - segments=region:Hà_Nội
how is packaging doing lately | en trend | topics=delivery.packaging
OTP không về thế nào rồi | vi trend | topics=digital.account themes=th-otp
NPS tháng này bao nhiêu | vi score | metric=nps {MONTH}
what is our NPS | en score | metric=nps
How is CSAT in Đà Nẵng this quarter? | en score | metric=csat segments=region:Đà_Nẵng 2026-10-01/2026-11-19
điểm hài lòng của khách hàng vàng | vi score | metric=csat segments=tier:gold
CES của tổng đài tuần trước | vi score | metric=ces channel=hotline {LAST_WEEK}
customer effort score for onboarding | en score | metric=ces stage=delivery
net sentiment on Facebook last month | en score | metric=net_sentiment channel=facebook {LAST_MONTH}
cảm xúc khách hàng về đóng gói | vi score | metric=net_sentiment topics=delivery.packaging
nps hnay ntn | vi score | metric=nps 2026-11-18/2026-11-19
khách có hài lòng với giao hàng không | vi score | metric=csat stage=delivery
điểm số của các cửa hàng ở Cần Thơ | vi score | channel=store segments=region:Cần_Thơ
csat retail năm ngoái | vi score | metric=csat segments=industry:retail 2025-01-01/2026-01-01
why did NPS drop last month | en drivers | metric=nps {LAST_MONTH}
vì sao NPS giảm tháng này | vi drivers | metric=nps {MONTH}
điều gì ảnh hưởng đến CSAT nhiều nhất | vi drivers | metric=csat
which themes hurt our NPS most | en drivers | metric=nps
what drives customer satisfaction | en drivers | metric=csat
yếu tố nào kéo điểm NPS xuống ở HCM | vi drivers | metric=nps segments=region:TP.HCM
tai sao diem hai long tut | vi drivers | metric=csat
what's dragging down the score on the app | en drivers | channel=app
nguyên nhân CSAT tăng quý 3 | vi drivers | metric=csat 2026-07-01/2026-10-01
top 3 drivers of NPS | en drivers | metric=nps limit=3
app so với cửa hàng | vi compare | compare=app,store
Hà Nội vs Đà Nẵng | vi compare | compare=Hà_Nội,Đà_Nẵng
NPS this week against last week | en compare | metric=nps compare=this_week,last_week
NPS tuần này so với tuần trước | vi compare | metric=nps compare=this_week,last_week
compare gold and standard customers on delivery | en compare | stage=delivery compare=gold,standard
so sánh app và web tháng này | vi compare | {MONTH} compare=app,web
khách Hà Nội và Sài Gòn khác nhau thế nào | vi compare | compare=Hà_Nội,TP.HCM
app hay web bị chê nhiều hơn | vi compare | - compare=app,web
difference between Zalo and email | en compare | compare=zalo,email
so sánh tháng 9 với tháng 10 về phí | vi compare | topics=price.billing compare=2026-09,2026-10
Q2 vs Q3 CSAT | en compare | metric=csat compare=2026-Q2,2026-Q3
which channel has the most complaints | en compare | -
kênh nào bị chê nhiều nhất | vi compare | -
so với tuần trước thì sao | vi compare | compare=this_week,last_week
complaints in stores vs hotline since Monday | en compare | - {WEEK} compare=store,hotline
bản đồ hành trình khách hàng | vi journey_map |
show me the customer journey for last quarter | en journey_map | 2026-07-01/2026-10-01
đường cong cảm xúc của khách hàng vàng | vi journey_map | segments=tier:gold
emotional curve in Hanoi | en journey_map | segments=region:Hà_Nội
hanh trinh khach hang tren app | vi journey_map | channel=app
journey map for telecom this year | en journey_map | segments=industry:telecom 2026-01-01/2026-11-19
cho xem ví dụ về đóng gói | vi quotes | topics=delivery.packaging
show me complaints about packaging | en quotes | - topics=delivery.packaging
khách nói gì về giá | vi quotes | topics=price.value
what do customers in Cần Thơ say about fees? | en quotes | topics=price.billing segments=region:Cần_Thơ
khach noi gi ve cua hang | vi quotes | channel=store
give me 10 quotes about the queue | en quotes | topics=service.waiting limit=10
trích nguyên văn lời khen về shipper | vi quotes | + stage=delivery
5 ví dụ về lỗi app tuần này | vi quotes | topics=digital.reliability limit=5 {WEEK}
cho mình xem feedback về bảo hành | vi quotes | topics=returns.refund
what are people saying about vouchers on Lazada | en quotes | topics=price.promotion channel=marketplace
show me feedback về packaging tháng này | vi quotes | topics=delivery.packaging {MONTH}
negative comments on refund policy | en quotes | - topics=returns.refund
examples of positive feedback from Zalo | en quotes | + channel=zalo
dc khách nhận xét gì về app | vi quotes | channel=app
khách khen chê gì về món ăn | vi quotes | topics=product.quality
tell me more about OTP never arrives | en theme_detail | topics=digital.account themes=th-otp
chi tiết chủ đề nước sốt đổ ra túi | vi theme_detail | themes=th-leak
sauce leaking into the bag | en theme_detail | themes=th-leak
cho xem ví dụ nước sốt đổ ra túi | vi quotes | themes=th-leak
long hold times on hotline this week | en theme_detail | topics=service.waiting themes=th-hold channel=hotline {WEEK}
báo cáo tuần này | vi digest | {WEEK}
weekly digest please | en digest |
gửi mình bản tin tuần trước | vi digest | {LAST_WEEK}
give me a summary of week 46 | en digest | {LAST_WEEK}
tóm tắt phản hồi tháng 10 | vi digest | {LAST_MONTH}
tong ket tuan nay | vi digest | {WEEK}
what happened last week? | en digest | {LAST_WEEK}
bạn làm được gì | vi help |
what can you do? | en help |
hướng dẫn mình cách dùng với | vi help |
giup toi voi | vi help |
help | en help |
xin chào | vi help |
Hi there! | en help |
how do I use this bot | en help |
thời tiết Đà Nẵng hôm nay thế nào | vi out_of_scope |
viết cho tôi một bài thơ về giao hàng | vi out_of_scope |
write me a poem about our customers | en out_of_scope |
giá vàng hôm nay bao nhiêu | vi out_of_scope |
what's the stock price of Apple | en out_of_scope |
who is the CEO of Shopee? | en out_of_scope |
2 + 2 = ? | en out_of_scope |
mấy giờ cửa hàng mở cửa | vi out_of_scope |
đặt cho tôi một cái pizza | vi out_of_scope |
where is my order | en out_of_scope |
how do I reset my password | en out_of_scope |
translate this into English | en out_of_scope |
hôm nay ăn gì | vi out_of_scope |
doanh thu tháng này bao nhiêu | vi out_of_scope |
tell me a joke | en out_of_scope |
cảm ơn nhé | vi out_of_scope |
"""


def case(line: str) -> tuple[str, dict[str, object]]:
    question, head, rest = (part.strip() for part in line.split("|"))
    language, intent = head.split()
    expected = EMPTY | {"intent": intent, "language": language}
    for field in rest.split():
        name, _, value = field.partition("=")
        if "/" in field:
            expected["since"], expected["until"] = field.split("/")
        elif not value:
            expected["sentiment"] = {"-": "negative", "+": "positive"}[field]
        elif name == "segments":
            pairs = (pair.split(":") for pair in value.split(";"))
            expected[name] = {attribute: one.replace("_", " ") for attribute, one in pairs}
        elif name in ("topics", "themes"):
            expected[name] = value.split(",")
        elif name == "compare":
            expected[name] = [side.replace("_", " ") for side in value.split(",")]
        else:
            expected[name] = int(value) if name == "limit" else value.replace("net sentiment", "net_sentiment")
    return question, expected


def ask(question: str, today: date = TODAY) -> Query:
    return read_question(question, taxonomy=TAXONOMY, today=today, themes=THEMES, segments=SEGMENTS)


@pytest.mark.parametrize(("question", "expected"), [case(line) for line in CASES.strip().splitlines()])
def test_a_question_is_understood_whole(question: str, expected: dict[str, object]) -> None:
    assert ask(question).to_json() == expected
