"""What the words of the report mean, in English and in Vietnamese."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and one plain explanation a language."""

    english: str
    vietnamese: str
    means: str
    nghia: str


TERMS = (
    Term(
        "mention",
        "ý kiến",
        "One opinion inside a feedback: a clause or a sentence. “Good food, slow staff” holds two.",
        "Một nhận định trong một góp ý: một vế câu hoặc một câu. “Đồ ăn ngon, nhân viên chậm” có hai ý kiến.",
    ),
    Term(
        "theme",
        "chủ điểm",
        "A group of mentions that say the same thing, found without being told what to look for.",
        "Nhóm ý kiến cùng nói về một chuyện, do hệ thống tự tìm ra chứ không định sẵn.",
    ),
    Term(
        "slice",
        "lát cắt",
        "Part of the texts, say those in Vietnamese or those of over 40 words.",
        "Một phần của dữ liệu, ví dụ các góp ý tiếng Việt hoặc dài hơn 40 từ.",
    ),
    Term(
        "95 % interval",
        "khoảng tin cậy 95 %",
        "With other texts of the same kind the figure could as well have been anywhere in this range. Few texts make it wide.",
        "Đo trên các góp ý khác cùng loại, con số có thể rơi vào bất cứ đâu trong khoảng này. Dữ liệu càng ít, khoảng càng rộng.",
    ),
    Term(
        "baseline",
        "mốc so sánh",
        "A simple method measured on the same texts. If the model is not better, it is not worth its cost there.",
        "Một cách làm đơn giản, đo trên cùng dữ liệu. Nếu mô hình không hơn nó thì ở đó chưa đáng dùng mô hình.",
    ),
    Term(
        "weak label",
        "nhãn yếu",
        "The “right” answer was not read from the text: stars, say, which often disagree with what was written.",
        "“Đáp án” không do người đọc văn bản gán mà lấy từ nguồn khác, ví dụ số sao, vốn hay lệch với lời viết.",
    ),
    Term(
        "accuracy",
        "độ chính xác chung",
        "The share of answers that are right. Sign accuracy: of clear praise or blame, how much is put on the right side.",
        "Tỷ lệ câu trả lời đúng. “Sign accuracy”: trong các góp ý khen hoặc chê rõ ràng, tỷ lệ được xếp đúng phía.",
    ),
    Term(
        "F1",
        "F1",
        "How well a label is found, from 0 to 1: it falls when the label is missed and when it is given wrongly.",
        "Mức tìm đúng một nhãn, từ 0 đến 1: bỏ sót nhãn hay gán nhầm nhãn đều làm điểm giảm.",
    ),
    Term(
        "macro-F1",
        "macro-F1",
        "The mean of the labels' F1: a rare label counts as much as a common one.",
        "Trung bình F1 của các nhãn: nhãn hiếm có trọng lượng như nhãn phổ biến.",
    ),
    Term(
        "micro-F1",
        "micro-F1",
        "One F1 over all answers together: common labels count more.",
        "Một F1 tính gộp mọi câu trả lời: nhãn phổ biến ảnh hưởng nhiều hơn.",
    ),
    Term(
        "failure rate",
        "tỷ lệ trượt",
        "The share of small tests failed. They are written to be hard; it is not the share of errors in real feedback.",
        "Tỷ lệ bài thử nhỏ không đạt. Các bài này cố ý khó, nên đây không phải tỷ lệ lỗi trên góp ý thật.",
    ),
    Term(
        "drop",
        "mức giảm",
        "How much a score falls when the same texts are typed otherwise, say without diacritics.",
        "Điểm giảm bao nhiêu khi cùng văn bản đó được gõ kiểu khác, ví dụ bỏ dấu.",
    ),
    Term(
        "ECE",
        "ECE (sai số hiệu chuẩn)",
        "Expected calibration error: how far stated confidence is from how often the model is right; 0 is best.",
        "Độ lệch giữa mức tự tin mô hình đưa ra và tỷ lệ đúng thực tế; 0 là tốt nhất.",
    ),
    Term(
        "Brier",
        "điểm Brier",
        "The mean squared error of the stated probabilities; 0 is best.",
        "Trung bình bình phương sai lệch của các xác suất đưa ra; 0 là tốt nhất.",
    ),
    Term(
        "risk, coverage",
        "rủi ro, độ phủ",
        "Share of wrong answers (risk) if only the surest share (coverage) is used. Of themes: the share of texts in one.",
        "Tỷ lệ sai (rủi ro) nếu chỉ dùng phần câu trả lời chắc nhất (độ phủ). Với chủ điểm: tỷ lệ văn bản được xếp nhóm.",
    ),
    Term(
        "ARI",
        "ARI (chỉ số Rand hiệu chỉnh)",
        "Adjusted Rand index: how well groups agree with those a person made; 0 is chance, 1 is the same groups.",
        "Mức trùng khớp giữa các nhóm tìm được và nhóm do người chia; 0 là ngẫu nhiên, 1 là giống hệt.",
    ),
    Term(
        "B-cubed F",
        "B-cubed F",
        "For each text: is it grouped with all that belong to it, and with nothing else? From 0 to 1.",
        "Với từng văn bản: có nằm cùng nhóm với mọi văn bản đáng ra cùng nhóm, và chỉ với chúng, không? Từ 0 đến 1.",
    ),
    Term(
        "McNemar, p",
        "kiểm định McNemar, p",
        "Compares two methods on the rows where just one is right. A p below 0.05: the difference is unlikely to be luck.",
        "So hai cách làm trên những dòng chỉ một cách đúng. p dưới 0,05: khác biệt khó là do may rủi.",
    ),
)
