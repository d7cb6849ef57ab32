"""Ten made-up articles, each with the quotes that a desk took from it and a silent edit of one of them."""

from __future__ import annotations

from typing import NamedTuple


class Article(NamedTuple):
    """A title, paragraphs, the passages that are quotes, and an edit that changes the first quote's passage."""

    title: str
    paragraphs: tuple[str, ...]
    quotes: tuple[str, ...]
    edit: tuple[str, str]


ARTICLES = (
    Article(
        "Ministry denies that shells were shipped across the border",
        (
            'The defence ministry said on Tuesday that it had "no evidence of any transfer of artillery shells" through its northern rail crossing.',
            "Satellite photographs published last week appeared to show forty covered wagons at the station of Vostochny, which two research groups described as a convoy.",
            '"We have looked at every manifest since January, and there is nothing in them," said Irina Holm, the ministry\'s spokeswoman, at a briefing in the capital.',
            "Opposition deputies asked for an independent inspection. The ministry did not say whether it would allow one.",
            "The railway company, which is owned by the state, did not reply to questions.",
        ),
        (
            'it had "no evidence of any transfer of artillery shells" through its northern rail crossing',
            "We have looked at every manifest since January, and there is nothing in them",
            "Opposition deputies asked for an independent inspection",
        ),
        ("no evidence of any transfer", "limited evidence of a transfer"),
    ),
    Article(
        "Flood reaches the old town; three districts are evacuated",
        (
            "The river rose to 7.4 metres on Sunday night, twenty centimetres above the record of 1997, the water authority said.",
            "Mayor Pavel Dorn said that 3,200 people had left their homes in three districts, and that the army had brought pumps.",
            '"I have lived here for sixty years and have never seen the square under water," said Marta Vogel, who keeps a bakery.',
            "Team Alpha reported twelve people injured. Team Beta reported twelve people injured. Team Gamma reported nobody injured.",
            "Forecasters expect the water to fall from Wednesday on, if the dam upstream holds.",
        ),
        (
            "3,200 people had left their homes in three districts",
            "have never seen the square under water",
            "Team Beta reported twelve people injured",
        ),
        ("3,200 people", "2,300 people"),
    ),
    Article(
        "Central bank keeps its rate and warns of prices in autumn",
        (
            "The central bank left its key rate at 5.25 percent on Thursday, as all but one of the economists in our survey had expected.",
            'Governor Ines Cardoso told reporters that "inflation will be back at two percent by the end of next year", a year later than she said in March.',
            "She added that food prices could rise again in autumn because of the drought in the south.",
            "Unions called the decision a blow to households. Employers said that it was right to wait.",
            "The currency gained half a percent against the dollar after the announcement.",
        ),
        (
            "inflation will be back at two percent by the end of next year",
            "food prices could rise again in autumn because of the drought in the south",
            "Employers said that it was right to wait",
        ),
        ("will be back at two percent", "should be back near two percent"),
    ),
    Article(
        "Audit finds gaps in the accounts of the port company",
        (
            "Auditors could not account for 41 million crowns that the port company paid to consultants between 2019 and 2022, according to a report seen by this newspaper.",
            "The company's former director, Leif Aasen, denied wrongdoing. He said that each payment had been approved by the board.",
            "Two members of the board, who asked not to be named because they may be called as witnesses, said that they had never seen the contracts.",
            "The prosecutor's office confirmed that it had opened an inquiry in May, and declined to comment further.",
            "The report runs to ninety pages and has not been published.",
        ),
        (
            "Auditors could not account for 41 million crowns",
            "each payment had been approved by the board",
            "they had never seen the contracts",
        ),
        ("could not account for 41 million crowns", "questioned payments of 41 million crowns"),
    ),
    Article(
        "Hospital strike ends after eleven days",
        (
            "Nurses at the university hospital return to work on Monday after their union accepted an offer of 6.5 percent over two years.",
            '"Nobody has been dismissed, and nobody will be," said the hospital\'s director, Samuel Okafor, on local radio.',
            "During the strike the hospital postponed 900 operations, by its own count; the union speaks of more than 1,400.",
            "A patients' group said that two people had died while they waited for transfers. The hospital said that it knew of no such case.",
            "Doctors were not part of the dispute, and their contract ends in December.",
        ),
        (
            "Nobody has been dismissed, and nobody will be",
            "the union speaks of more than 1,400",
            "two people had died while they waited for transfers",
        ),
        ("Nobody has been dismissed, and nobody will be", "Only four people have been dismissed"),
    ),
    Article(
        "President to visit Hanoi within weeks, diplomat says",
        (
            "The president will travel to Vietnam in the coming weeks, directly after a visit to a neighbouring state, a diplomat told the daily Vremya.",
            "The embassy in Hanoi confirmed that preparations were under way and gave no date.",
            '"Such visits are announced when there is something to announce," the president\'s spokesman said.',
            "It would be the first visit of its kind since 2017. Trade between the two countries has doubled since.",
            "A government aircraft was seen at the airport of Hanoi on Friday, according to flight data.",
        ),
        (
            "The president will travel to Vietnam in the coming weeks",
            "preparations were under way and gave no date",
            "Such visits are announced when there is something to announce",
        ),
        ("will travel to Vietnam in the coming weeks", "may travel to Vietnam later this year"),
    ),
    Article(
        "Міністерство заперечує, що снаряди перевозили через кордон",
        (
            "Міністерство оборони заявило у вівторок, що «не має жодних доказів передачі артилерійських снарядів» через північний залізничний перехід.",
            "На супутникових знімках, оприлюднених минулого тижня, видно сорок критих вагонів на станції; дві дослідницькі групи назвали їх конвоєм.",
            "«Ми переглянули кожну накладну від січня, і в них нічого немає», — сказала речниця міністерства Ірина Гольм на брифінгу в столиці.",
            "Депутати опозиції вимагають незалежної перевірки. Міністерство не сказало, чи дозволить її.",
            "Залізнична компанія, яка належить державі, на запитання не відповіла.",
        ),
        (
            "не має жодних доказів передачі артилерійських снарядів",
            "Ми переглянули кожну накладну від січня, і в них нічого немає",
            "Депутати опозиції вимагають незалежної перевірки",
        ),
        ("не має жодних доказів передачі", "має лише окремі докази передачі"),
    ),
    Article(
        "Повінь дійшла до старого міста, три райони евакуюють",
        (
            "Рівень річки в неділю вночі піднявся до 7,4 метра, на двадцять сантиметрів вище від рекорду 1997 року, повідомило управління водних ресурсів.",
            "Міський голова Павло Дорн сказав, що 3200 людей залишили домівки в трьох районах і що військові привезли насоси.",
            "«Я живу тут шістдесят років і ніколи не бачила площу під водою», — сказала Марта Фогель, власниця пекарні.",
            "За словами рятувальників, дванадцятеро людей постраждали; лікарня говорить про дев'ятьох.",
            "Синоптики очікують, що вода спадатиме від середи, якщо витримає дамба вище за течією.",
        ),
        (
            "3200 людей залишили домівки в трьох районах",
            "ніколи не бачила площу під водою",
            "лікарня говорить про дев'ятьох",
        ),
        ("3200 людей", "близько тисячі людей"),
    ),
    Article(
        "Zentralbank lässt den Leitzins unverändert",
        (
            "Die Zentralbank hat den Leitzins am Donnerstag bei 5,25 Prozent belassen, wie fast alle befragten Ökonomen erwartet hatten.",
            'Präsidentin Ines Cardoso sagte vor Journalisten, „die Inflation wird Ende nächsten Jahres wieder bei zwei Prozent liegen".',
            "Sie fügte hinzu, dass die Preise für Lebensmittel im Herbst wegen der Dürre im Süden noch einmal steigen könnten.",
            "Gewerkschaften nannten die Entscheidung einen Schlag für die Haushalte. Die Arbeitgeber hielten das Abwarten für richtig.",
            "Die Währung gewann nach der Mitteilung ein halbes Prozent gegenüber dem Dollar.",
        ),
        (
            "die Inflation wird Ende nächsten Jahres wieder bei zwei Prozent liegen",
            "die Preise für Lebensmittel im Herbst wegen der Dürre im Süden noch einmal steigen könnten",
            "Die Arbeitgeber hielten das Abwarten für richtig",
        ),
        ("wird Ende nächsten Jahres wieder bei zwei Prozent liegen", "dürfte in zwei Jahren nahe zwei Prozent liegen"),
    ),
    Article(
        "国防部否认经边境运送炮弹",
        (
            "国防部星期二表示，该部“没有任何证据表明有炮弹经北部铁路口岸运出”，并否认了上周公布的卫星照片所引起的说法。",
            "两家研究机构认为，照片显示车站停有四十节带篷车厢，它们把这些车厢称为一支运输车队。",
            "“我们查阅了一月以来的每一份货运单，里面什么也没有，”国防部发言人霍尔姆在首都的记者会上说。",
            "反对派议员要求进行独立检查。国防部没有说明是否会允许这样的检查。",
            "国有铁路公司没有回答记者提出的问题，也没有说明这些车厢从哪里来。",
        ),
        (
            "没有任何证据表明有炮弹经北部铁路口岸运出",
            "我们查阅了一月以来的每一份货运单，里面什么也没有",
            "反对派议员要求进行独立检查",
        ),
        ("没有任何证据表明有炮弹", "只有少量证据表明有炮弹"),
    ),
)
