"""Paragraphs into sentences: cases that go wrong elsewhere, and the law that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.sentences import split

# A bar stands where one sentence ends and the next begins.
CASES = {
    "en": """
Is it 5 p.m.? | Yes.
The U.S., NATO and the E.U. agreed. | Fine.
J.K. Rowling wrote it. | I read it.
It fell on Sept. 11, 2001. | They wept.
He moved to Washington, D.C. | The city was cold.
See Vol. 2, No. 3, p. 14. | It is there.
Rev. Dr. King spoke. | All heard.
Items: a) one; b) two. | Done.
The firm (Acme Ltd.) closed. | Sad.
“I am,” he said. | “You are.”
He has a B.A. in art. | She has an M.A.
The U.S. military’s plan failed. | It was late.
Dr. Roe reads. | We listen.
See No. 5 on the list. | It is short.
Prices rose 27.4% in May. | Wages did not.
The share was “22.7%.” | That is high.
He lives in the U.S. | She lives in Peru.
The U.S. Senate voted. | It passed.
J. R. R. Tolkien wrote it. | I read it.
George W. Bush spoke. | They left.
“Are you there?” she asked. | No one answered.
“Stop!” he said. | “I will not.”
She said, “Go home.” | He went.
Wait... what happened? | Nothing.
Wait… | It stopped.
We met at 5 p.m. on Monday. | It rained.
The train left at 5 p.m. | We stayed.
Mr. and Mrs. Hill came, e.g. with cake, i.e. a pie. | Good.
He works for Acme Inc. in Ohio. | She does not.
Acme Inc. sued. | It lost.
It cost $3.50. | Cheap!
Version 2.0.1 is out. | Try it.
Visit example.org today. | It is free.
(It was raining.) | We stayed in.
She left (it was late). | He stayed.
Really?! | Yes.
See Fig. 3 and pp. 4–5. | It is clear.
St. Mary’s is near Mt. Hood. | Go there.
Sen. Lee and Gov. Diaz met Gen. Ortiz. | They talked.
I asked: “Why?” | He shrugged.
The vote was held on Jan. 5. | Few came.
He got a Ph.D. in 1999. | She did too.
Apples, pears, etc. are sold here. | Buy some.
They sell apples, pears, etc. | Buy some.
1. Wash the stone.
“We won. We all won.” | The crowd cheered.
iPhone sales fell. | eBay rose.
It happened in approx. 20 cases. | Others differ.
Yahoo! bought it. | Later it sold.
The U.N. and the E.U. agreed. | Russia did not.
What is it? | A bird? | A plane?
He said he was “done.” | Then he left.
The award went to Kim Jr. | She was glad.
Ask him if he said no. | He did not.
“It rose 22.7%.” | That is a lot.
At 10 a.m. the bell rang. | Nobody came.
The rule (Art. 7) is old. | It stands.
“I won’t go,” she said, “and you can’t make me.” | He sighed.
“Stop!” Rosa whispered. | No one did.
Nobody waited for me. | “They never do,” he said.
Troy, N.H. — Two men were found. | They were cold.
“We lost. The team was tired. … Our fans were not.” | He smiled.
It was 4 a.m. Sunday. | The bell rang.
""",
    "es": """
Mide 1,75 m. | Pesa 70 kg. | Es alto.
—Hola —dijo Ana—. | ¿Cómo estás?
Mire, p. ej. la casa. | Es azul.
Llegó el Sr. D. Juan Paz. | Saludó.
Viajó a EE.UU. | El resto no.
Véase el cap. IV. | Es largo.
Son las 3 a.m. | Nadie duerme.
“¡Queremos vivir!”: dijo el pueblo. | Nadie oyó.
Ganó el 3.er premio. | Bravo.
S. M. el Rey habló. | Callaron.
Vive en EE.UU. desde 1990. | Trabaja allí.
El eje EE.UU./UE/OTAN creció. | Nadie habló.
La población de EE. UU. es grande. | Sigue creciendo.
El Sr. Ruiz y la Sra. Díaz llegaron. | Era tarde.
¿Quién es? | Nadie lo sabe.
¡Queremos paz! gritaron.
«No quiero.» | Así habló.
Dijo: «No iré». | Luego calló.
Dijo: “No iré”. | Luego calló.
El 27.4% votó. | El resto no.
Fue del 22.7%.” | Esto es mucho.
El Dr. Pérez lo vio en la pág. 5. | Se fue.
Costó 14.000 pesos. | Barato.
Nació en el s. XIX. | Murió joven.
Vinieron Ana, Luis, etc. | Comieron.
Peras, manzanas, etc. se venden aquí. | Son baratas.
Espera... ¿qué pasó?
Espera… | Nada.
¿Y tú? —preguntó Ana.
J. L. Borges escribió esto. | Lo leí.
La Av. Grau está cerca. | Ven.
Ud. sabe. | Yo no.
El art. 5 de la ley lo dice. | Es claro.
Llegó a las 5 p. m. del lunes. | Llovía.
El núm. 3 ganó. | Bien.
Si no llueve, ¿quién nos acompaña? | Nadie.
La OTAN, la UE y EE.UU. acordaron. | Rusia no.
¡No! | ¡Nunca!
(Era tarde.) | Nos fuimos.
Lo dijo el Gral. Soto. | Nadie oyó.
El Ing. Paz y la Dra. Luz hablan. | Todos oyen.
Vive en Sta. Rosa. | Es feliz.
Lo hizo en 1998 d. C. según creen. | Es falso.
El alza fue del “3.5%.” | Nadie lo creyó.
¿Vendrán? | ¿Y cuándo?
La Sra. Paz vive en la Av. Sol. | Es médica.
Se venden panes, quesos, etc. | El mercado cierra tarde.
El libro («Invierno. Primavera.») se vendió bien. | El segundo, no.
El Pbro. Luis Soto ofició la misa. | Asistieron 1.500 personas.
—¿Qué hora es? | —Las tres. | —Ya es tarde.
""",
    "fr": """
M. Dupont est là. | Il attend.
Mme Roy et le Dr Petit parlent. | On écoute.
« Je pars. » | Il part.
Est-ce vrai ? | Oui !
Il a dit : « Non ! » | Puis il est sorti.
L’art. 5 est clair. | La loi aussi.
Il est né en 1990 apr. J.-C. selon lui. | C’est faux.
Cela coûte 3,50 €. | C’est peu.
Attends… | Quoi ?
J.-P. Roux écrit. | Je lis.
Voir p. 12 et fig. 3. | C’est net.
Des pommes, des poires, etc. | On mange.
""",
    "de": """
Dr. Braun kommt. | Er wartet.
Das ist z. B. ein Haus. | Es ist alt.
Das ist z.B. ein Haus. | Es ist alt.
Am 3. Oktober war es kalt. | Es regnete.
Der 2. Weltkrieg endete. | Man baute auf.
„Ich gehe.“ | Er ging.
Ist das wahr? | Ja!
Es kostet 3,50 €. | Das ist billig.
Äpfel, Birnen usw. gibt es hier. | Kauf sie.
Prof. Dr. Meier sprach. | Alle hörten zu.
Prof. Dr. med. Anna Klein und Dipl.-Ing. Otto Wirth kamen. | Der Saal war voll.
Kaiser Karl V. war krank. | Sein Sohn Philipp II. erbte alles.
Die Fa. Kurz liegt in der Goethestr. 5. | Komm.
Warte … | Was?
""",
    "pt": """
O Sr. Silva chegou. | Era tarde.
A Dra. Luz falou. | Todos ouviram.
«Não vou.» | Ele saiu.
“Não vou.” | Ele saiu.
É verdade? | Sim!
Custa 14.000 reais. | É barato.
Vive nos EUA. | Trabalha lá.
A pág. 5 e o art. 3 dizem isso. | É claro.
Vieram Ana, Rui, etc. | Comeram.
Espera… | Nada.
O Prof. Dias e a Profa. Reis falam. | Ouve.
J. A. Costa escreveu. | Eu li.
""",
    "it": """
Il Sig. Rossi è qui. | Aspetta.
La Dott.ssa Bianchi parla. | Tutti ascoltano.
«Vado.» | Uscì.
È vero? | Sì!
Costa 3,50 euro. | È poco.
Il prof. Neri e l’avv. Conti parlano. | Ascolta.
Vedi pag. 5 e art. 3. | È chiaro.
Mele, pere, ecc. sono qui. | Compra.
Aspetta… | Niente.
G. B. Vico scrisse. | Io leggo.
Nacque nel 50 a.C. a Roma. | Morì lì.
«Chi è?» chiese. | Nessuno rispose.
""",
    "ar": """
هل أنت هنا؟ | نعم.
وصل الدكتور سالم. | كان متأخرا.
قال: «لن أذهب.» | ثم خرج.
قف! | لا تتحرك.
بلغت النسبة 27.4%. | هذا كثير.
ذهب أ. د. سالم إلى البيت. | نام.
متى؟ | أين؟ | لماذا؟
كتب في ص. 5 من الكتاب. | قرأته.
انتظر… | لا شيء.
جاء أحمد، ثم سالم؛ ثم مضى. | انتهى.
سعره 3.5 دينار. | رخيص.
نعم۔ | لا۔
""",
    "zh": """
今天很热。|我们走吧。
你去吗？|不去！
他说：“我不去。”|然后走了。
“走吧！”他说。|她没动。
真的？！|是的。
等一等。|没事。
价格是3.5元。|很便宜。
「好。」|她说完就走了。
（他来了。）|我们走。
第一，洗手；第二，吃饭。|完了。
增长27.4%。|很多。
他说：『别怕。我在这里。』|大家安静了。
但是……你是怎么做到的？|告诉我。
「请喝水。」|妇人说：「谢谢。」
""",
    "hi": """
यह घर है। | वह पेड़ है।
क्या तुम आओगे? | हाँ!
डॉ. शर्मा आए। | सब खुश हुए।
""",
    "ja": """
今日は暑い。|行こう。
「行くよ。」|彼は言った。
「行くよ」と彼は言った。|彼女は黙った。
船は港を出た。|2019年の洪水以来だ。
""",
    "am": """
ዛሬ ዝናብ ነው። | እንሂድ።
ማን ነው፧ | እኔ ነኝ።
""",
    "he": """
מי משלם? | הכפרים משלמים. | הם באים ב־14 במרץ.
""",
    "fa": """
چه کسی می‌آید؟ | همه می‌آیند!
""",
    "ko": """
누가 낼까? | 마을들이 낸다.
""",
    "km": """
ថ្ងៃនេះភ្លៀង។ | យើងទៅផ្ទះ។
""",
    # Its letters are small ones to Unicode, and no sentence begins with another.
    "ka": """
დღეს წვიმს. | ჩვენ მივდივართ.
""",
    "th": """
วันนี้อากาศดี เราไปกันเถอะ
""",
}


def marked(language: str, line: str) -> str:
    glue = "|" if language in {"zh", "ja"} else " | "
    text = line.replace(glue, "" if language in {"zh", "ja"} else " ")
    return glue.join(sentence.strip() for sentence in split(text, language))


@pytest.mark.parametrize(("language", "line"), [(c, line) for c, t in CASES.items() for line in t.split("\n") if line])
def test_a_sentence_ends_where_a_reader_would_stop(language: str, line: str) -> None:
    assert marked(language, line) == line


def test_each_sentence_keeps_the_space_behind_it() -> None:
    assert split("One.  Two.\u00a0Three. ", "en") == ("One.  ", "Two.\u00a0", "Three. ")


def test_an_empty_paragraph_has_no_sentence() -> None:
    assert split("", "en") == ()


def test_a_paragraph_of_marks_is_one_sentence() -> None:
    assert split(" … — ! ", "es") == (" … — ! ",)


def test_a_thai_paragraph_stays_whole() -> None:
    assert split("วันนี้อากาศดี เราไปกันเถอะ", "th") == ("วันนี้อากาศดี เราไปกันเถอะ",)


def test_a_region_does_not_change_the_language() -> None:
    assert split("El Sr. Paz vino. Se fue.", "es-MX") == ("El Sr. Paz vino. ", "Se fue.")


def test_a_language_without_rules_is_split_all_the_same() -> None:
    assert split("Mae hi'n braf. Awn ni.", "cy") == ("Mae hi'n braf. ", "Awn ni.")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "es", "fr", "de", "ar", "zh", "th", "xx"]))
def test_joining_the_sentences_gives_back_the_paragraph(text: str, language: str) -> None:
    assert "".join(split(text, language)) == text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB1 .!?…“”()\u00a0\n¿", max_size=60))
def test_no_sentence_is_empty_and_every_one_has_words_if_the_paragraph_has(text: str) -> None:
    pieces = split(text, "en")
    assert all(piece.strip() for piece in pieces) or not text.strip()


def test_a_sentence_may_end_at_a_blank_that_does_not_break() -> None:
    text = "Go.\u00a0\u00a0(Stay.)\u00a0\u00a0\u00a0Go… Stay!\u00a0\u00a0Go."
    assert "".join(split(text, "en")) == text


def test_a_spanish_sentence_may_end_at_the_sea_and_a_tuesday_does_not() -> None:
    assert split("Vivían junto al mar. Ana lo veía.", "es") == ("Vivían junto al mar. ", "Ana lo veía.")
    assert split("Dijo que no. Ana insistió.", "es") == ("Dijo que no. ", "Ana insistió.")
    assert split("Podaron la vid. El vino fue bueno.", "es") == ("Podaron la vid. ", "El vino fue bueno.")
    for whole in (
        "Abre lun. y mar. de 9 a 5.",
        "Es el mar. 12 de mayo.",
        "Es el no. 5.",
        "Lo dice (vid. Ana Roe, 1999).",
    ):
        assert split(whole, "es") == (whole,)
