"""The base encoder as a sentence-transformers folder, 32 bits and full vocabulary: what others would run, to measure against."""

import json
from pathlib import Path

from models.base import LAYERS, TOKENIZER, load_base_weights, package_file

LONGEST = 512
_MODULES = (("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize"))


def write_base_folder(folder: Path) -> None:
    """Write weights, configuration and tokenizer; needs torch and transformers.

    Raises:
        MissingExtraError: a package that carries the encoder is not installed.
        ModelError: its file is of another kind.
    """
    from transformers import PreTrainedTokenizerFast

    from models.network import encoder_from

    folder.mkdir(parents=True, exist_ok=True)
    encoder = encoder_from(load_base_weights(), LAYERS)
    encoder.save_pretrained(folder)
    names = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(package_file(*TOKENIZER)),
        unk_token="<unk>",
        model_max_length=LONGEST,
        model_input_names=["input_ids", "attention_mask"],
        **names,
    )
    tokenizer.save_pretrained(folder)
    modules = [
        {"idx": int(number), "name": number, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, path, kind in _MODULES
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": LONGEST, "do_lower_case": False})
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": encoder.config.hidden_size, "pooling_mode_mean_tokens": True},
    )


def _write(file: Path, content: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
