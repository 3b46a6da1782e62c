"""The sentences an answer begins with, in both languages."""

from datetime import date

_PHRASES: dict[str, tuple[str, str]] = {
    "help": (
        "Tôi trả lời về phản hồi của khách: họ phàn nàn hay khen gì, điều gì mới, xu hướng, điểm NPS/CSAT/CES, so sánh kênh hay "
        "nhóm khách, trích nguyên văn. Ví dụ: “khách phàn nàn gì nhiều nhất về giao hàng tuần này?”",
        "I answer questions about customer feedback: what people complain about or praise, what is new, trends, NPS/CSAT/CES, "
        "channels or segments compared, verbatim quotes. For example: “top complaints about delivery this week”.",
    ),
    "out_of_scope": (
        "Câu này không nói về phản hồi của khách hàng nên tôi không trả lời được. Hãy hỏi “bạn làm được gì?”.",
        "That is not about customer feedback, so I cannot answer it. Ask “what can you do?” to see what I can.",
    ),
    "empty_store": (
        "Chưa có phản hồi nào được lưu. Nạp dữ liệu bằng: insight ingest TỆP",
        "No feedback is stored yet. Load some with: insight ingest FILE",
    ),
    "nothing_found": (
        "Không có phản hồi nào khớp từ {since} đến {until}. Thử khoảng thời gian rộng hơn hoặc bỏ bớt điều kiện.",
        "No feedback matches between {since} and {until}. Try a longer period or fewer conditions.",
    ),
    "topics_only": (
        "{feedback} phản hồi của {customers} khách từ {since} đến {until}; chưa có cụm ý kiến nào đủ lớn, đây là theo chủ đề.",
        "{feedback} feedbacks from {customers} customers, {since} to {until}; no theme is large enough, so here are topics.",
    ),
    "nothing_new": (
        "Không có điều gì mới hay đang tăng rõ rệt từ {since} đến {until}; khách nói nhiều nhất về:",
        "Nothing is clearly new or growing between {since} and {until}; customers speak most of:",
    ),
    "top_complaints": (
        "Khách phàn nàn nhiều nhất, theo số khách và mức ảnh hưởng ({feedback} phản hồi, {since} đến {until}):",
        "Top complaints, by customers reached and what they cost ({feedback} feedbacks, {since} to {until}):",
    ),
    "top_praise": (
        "Khách khen nhiều nhất ({feedback} phản hồi, {since} đến {until}):",
        "What customers praise most ({feedback} feedbacks, {since} to {until}):",
    ),
    "whats_new": ("Điều mới hoặc đang tăng từ {since} đến {until}:", "New or growing between {since} and {until}:"),
    "trend": (
        "Xu hướng theo tuần: {feedback} phản hồi của {customers} khách từ {since} đến {until}.",
        "Week by week: {feedback} feedbacks from {customers} customers between {since} and {until}.",
    ),
    "score": (
        "Điểm số từ {since} đến {until} ({feedback} phản hồi của {customers} khách):",
        "Scores between {since} and {until} ({feedback} feedbacks from {customers} customers):",
    ),
    "drivers": (
        "Điều ảnh hưởng đến điểm số nhất từ {since} đến {until}:",
        "What moves the score most between {since} and {until}:",
    ),
    "compare": ("So sánh từ {since} đến {until}:", "Compared between {since} and {until}:"),
    "journey_map": (
        "Hành trình khách hàng từ {since} đến {until}, số khách theo giai đoạn và cảm xúc:",
        "The customer journey between {since} and {until}, customers by stage and sentiment:",
    ),
    "quotes": (
        "Trích nguyên văn ({feedback} phản hồi, {since} đến {until}):",
        "In their own words ({feedback} feedbacks, {since} to {until}):",
    ),
    "theme_detail": (
        "{feedback} phản hồi của {customers} khách từ {since} đến {until}:",
        "{feedback} feedbacks from {customers} customers between {since} and {until}:",
    ),
    "digest": ("Bản tin từ {since} đến {until}:", "Digest of {since} to {until}:"),
}


def phrase(key: str, language: str, **values: int | date) -> str:
    """A sentence by its key; dates are day-first in Vietnamese and ISO in English."""
    vi, en = _PHRASES[key]
    shown = {name: _day(value, language) if isinstance(value, date) else value for name, value in values.items()}
    return (vi if language == "vi" else en).format(**shown)


def _day(value: date, language: str) -> str:
    return f"{value:%d/%m/%Y}" if language == "vi" else value.isoformat()
