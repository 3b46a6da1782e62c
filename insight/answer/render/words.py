"""Every phrase a reader of a digest meets, in Vietnamese and English."""

from dataclasses import dataclass

from insight.types import Bilingual


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is counted; Vietnamese has one form, English two."""

    vi: str
    one: str
    many: str

    def form(self, count: int, language: str) -> str:
        """The word alone, as it stands after a count."""
        if language == "vi":
            return self.vi
        return self.one if count == 1 else self.many


CUSTOMER = Noun("khách hàng", "customer", "customers")
RESPONSE = Noun("phản hồi", "response", "responses")
WEEK = Noun("tuần", "week", "weeks")
DAY = Noun("ngày", "day", "days")

KICKER = Bilingual("Khách hàng nói gì", "What customers said")
WEEK_TITLE = Bilingual("Tuần {week} năm {year}", "Week {week}, {year}")
PERIOD_TITLE = Bilingual("Từ {since} đến {until}", "{since} to {until}")
DAY_TITLE = Bilingual("Ngày {since}", "{since}")
COUNTED = Bilingual("{responses} từ {customers}.", "{responses} from {customers}.")
ANONYMOUS = Bilingual(
    "{responses} không có mã khách hàng; mỗi phản hồi như vậy được tính là một khách.",
    "{responses} came without a customer id; each of them counts as a customer of its own.",
)
NO_FEEDBACK = Bilingual("Không có phản hồi nào trong kỳ này.", "No feedback came in during this period.")
NOTHING_NOTABLE = Bilingual(
    "Không có gì đáng chú ý: không chủ đề nào nổi bật về số khách, xu hướng hay điểm số.",
    "Nothing notable: no theme stands out by customers reached, trend or score.",
)

THIS_WEEK = Bilingual("tuần này", "this week")
WEEKS_BEFORE = Bilingual("bốn tuần trước đó", "the four weeks before")
THIS_PERIOD = Bilingual("kỳ này", "this period")
PERIODS_BEFORE = Bilingual("bốn kỳ trước đó", "the four periods before")
LAST_FOUR = Bilingual("bốn tuần qua", "the last four weeks")
FOUR_BEFORE = Bilingual("bốn tuần trước đó", "the four before")
LAST = Bilingual("{span} gần nhất", "Last {span}")

SCORE = Bilingual("Điểm số", "Score")
SCORE_NAMES = {
    "nps": Bilingual("NPS", "NPS"),
    "csat": Bilingual("CSAT", "CSAT"),
    "ces": Bilingual("CES", "CES"),
    "net_sentiment": Bilingual("Cảm xúc ròng", "Net sentiment"),
}
SCORE_ABOUT = {
    "nps": Bilingual("% 9–10 trừ % 0–6", "% 9–10 minus % 0–6"),
    "csat": Bilingual("% chấm hai mức cao nhất", "% in the two top boxes"),
    "ces": Bilingual("thang 1–7, 7 là dễ nhất", "mean 1–7, 7 is easiest"),
    "net_sentiment": Bilingual("% khách khen trừ % chê", "% pleased − % displeased"),
}
TOO_FEW = Bilingual("dưới {minimum} câu trả lời", "fewer than {minimum} answers")

SECTION_HEADINGS = {
    "new": Bilingual("Mới và đang tăng", "New and growing"),
    "costs": Bilingual("Đang gây thiệt hại", "What it costs"),
    "hidden": Bilingual("Ẩn sau con số", "Hidden behind the numbers"),
    "praise": Bilingual("Điều khách yêu thích, cần giữ", "Loved: protect it"),
    "fading": Bilingual("Đang giảm", "Fading"),
    "care": Bilingual("Đọc cẩn thận", "Read with care"),
}
SECTION_ABOUT = {
    "new": Bilingual("Nhiều khách nhắc đến hơn hẳn so với trước.", "Clearly more customers bring these up than before."),
    "costs": Bilingual(
        "Phàn nàn kéo điểm xuống hoặc chạm đến nhiều khách nhất.", "Complaints that lower the score or reach most customers."
    ),
    "hidden": Bilingual(
        "Phàn nàn đi kèm điểm cao, hoặc dồn vào một nhóm khách hay một kênh.",
        "Complaints that come with good scores, or gather in one group of customers or one channel.",
    ),
    "praise": Bilingual("Điều khách khen; mất đi thì điểm sẽ giảm.", "What customers praise; losing it would lower the score."),
    "fading": Bilingual("Ít khách nhắc đến hơn hẳn so với trước.", "Clearly fewer customers bring these up than before."),
    "care": Bilingual("Phần lớn ý kiến đến từ một khách duy nhất.", "Most of these mentions come from a single customer."),
}
KINDS = {
    "loud": Bilingual("một khách nói nhiều", "one loud customer"),
    "emerging": Bilingual("mới nổi", "emerging"),
    "growing": Bilingual("đang tăng", "growing"),
    "fading": Bilingual("đang giảm", "fading"),
    "silent": Bilingual("bất mãn thầm lặng", "silent detractors"),
    "segment": Bilingual("dồn vào một nhóm", "one group of customers"),
    "channel": Bilingual("dồn vào một kênh", "one channel"),
    "costly": Bilingual("kéo điểm xuống", "costs points"),
    "praised": Bilingual("được khen", "praised"),
    "negative": Bilingual("phàn nàn", "complaint"),
    "steady": Bilingual("ổn định", "steady"),
}
LEVELS = {"strategy": Bilingual("chiến lược", "strategy"), "execution": Bilingual("thực thi", "execution")}
OUTSIDE_TAXONOMY = Bilingual("ngoài danh mục chủ đề", "outside the taxonomy")

OWNER = Bilingual("Phụ trách", "Owner")
REACH = Bilingual("Độ phủ", "Reach")
REACHED = Bilingual("{count} trong {customers}, {share}", "{count} of {customers}, {share}")
TREND = Bilingual("Xu hướng", "Trend")
RISING = Bilingual("tăng", "up")
FALLING = Bilingual("giảm", "down")
UNCLEAR = Bilingual("chưa rõ thay đổi", "no clear change")
NOTHING_TO_COMPARE = Bilingual("chưa có gì để so sánh", "nothing to compare with yet")
COMPARED = Bilingual(
    "{now}/{now_total} khách {period}, {before}/{before_total} trong {earlier}",
    "{now} of {now_total} customers {period}, {before} of {before_total} in {earlier}",
)
COMPARED_LONG = Bilingual(
    "{now}/{now_total} khách trong {period}, {before}/{before_total} trong {earlier}",
    "{now} of {now_total} customers in {period}, {before} of {before_total} in {earlier}",
)
IMPACT = Bilingual("Tác động", "Impact")
POINTS = {
    "nps": Bilingual("{points} điểm NPS {interval}", "{points} points of NPS {interval}"),
    "csat": Bilingual("{points} điểm phần trăm CSAT {interval}", "{points} percentage points of CSAT {interval}"),
    "ces": Bilingual("{points} điểm CES {interval}", "{points} points of CES {interval}"),
}
NET_SENTIMENT = Bilingual("Cảm xúc ròng", "Net sentiment")
LEANING = Bilingual("{negative} không hài lòng, {positive} hài lòng", "{negative} displeased, {positive} pleased")
WHERE = Bilingual("Tập trung ở", "Concentrated in")
CONCENTRATED = Bilingual(
    "{place}: {inside}/{inside_total} khách, nơi khác {outside}/{outside_total}; gấp {lift} lần {interval}",
    "{place}: {inside} of {inside_total} customers, elsewhere {outside} of {outside_total}; {lift} times the rate {interval}",
)
PER_WEEK = Bilingual("Khách mỗi tuần", "Customers a week")
PER_WEEK_READ = Bilingual("Số khách mỗi tuần, từ cũ đến mới: {counts}", "Customers a week, oldest first: {counts}")
BETWEEN = Bilingual("đến", "to")

CHANNELS = {
    "app": Bilingual("ứng dụng", "app"),
    "web": Bilingual("trang web", "web"),
    "store": Bilingual("cửa hàng", "store"),
    "hotline": Bilingual("tổng đài", "hotline"),
    "chat": Bilingual("chat", "chat"),
    "email": Bilingual("email", "e-mail"),
    "sms": Bilingual("SMS", "SMS"),
    "zalo": Bilingual("Zalo", "Zalo"),
    "facebook": Bilingual("Facebook", "Facebook"),
    "marketplace": Bilingual("sàn thương mại", "marketplace"),
    "other": Bilingual("kênh khác", "other channel"),
}
ATTRIBUTES = {
    "channel": Bilingual("kênh", "channel"),
    "touchpoint": Bilingual("điểm chạm", "touchpoint"),
    "source": Bilingual("nguồn", "source"),
    "phase": Bilingual("giai đoạn", "phase"),
    "language": Bilingual("ngôn ngữ", "language"),
}
LANGUAGE_MARKS = {
    "vi": Bilingual("VI", "VI"),
    "en": Bilingual("EN", "EN"),
    "mixed": Bilingual("VI + EN", "VI + EN"),
    "other": Bilingual("ngôn ngữ khác", "other language"),
}

NOTES = Bilingual("Cách đọc các con số", "How to read the numbers")
NOTE_WINDOW = Bilingual(
    "Độ phủ, tác động, cảm xúc ròng và nơi tập trung tính trên {dates} ({customers}); "
    "xu hướng so {period} với {earlier}, riêng mục “Đang giảm” so bốn tuần qua với bốn tuần trước đó.",
    "Reach, impact, net sentiment and concentration rest on {dates} ({customers}); "
    "trend compares {period} with {earlier}, under “Fading” the last four weeks with the four before.",
)
NOTE_VOICE = Bilingual(
    "Mỗi khách là một tiếng nói: mọi ý kiến của một khách cộng lại chỉ nặng bằng một.",
    "One customer is one voice: all that one customer writes weighs one in all.",
)
NOTE_IMPACT = Bilingual(
    "Tác động là điểm hiện có trừ điểm khi bỏ các phản hồi nhắc đến chủ đề.",
    "Impact is the score as it is minus the score without the feedback that mentions the theme.",
)
NOTE_INTERVALS = Bilingual(
    "Trong ngoặc là khoảng tin cậy 95 %. Tăng, giảm và nơi tập trung chỉ được nêu khi còn đứng vững "
    "sau hiệu chỉnh Benjamini–Hochberg trên mọi chủ đề được kiểm định.",
    "Brackets hold 95 % intervals. A rise, a fall or a concentration is called one only if it stands after "
    "the Benjamini–Hochberg correction across all themes tested.",
)
NOTE_UNTHEMED = Bilingual(
    "{share} số ý kiến trong giai đoạn này chưa thuộc chủ đề nào.",
    "{share} of the opinions in these days belong to no theme.",
)
