"""Words that say how something is asked and not what about, by language: in a search they count for little."""

from __future__ import annotations

_ASKING = {
    "en": """
        a able about above across actually after again against ago all almost already also although always am among an
        and another any anybody anyone anything anyway are aren around as ask asked asking at away back be because
        become becomes been before being below between both bring but by call called came can cannot come comes coming
        could couldn did didn difference do does doesn doing don done down during each either else enough especially etc
        even ever every everybody everyone everything exactly explain few find first for from further gave get gets
        getting give given gives go goes going gone good got had hadn happen happens has hasn have haven having he help
        helps her here him his how however i if in instead into is isn it its itself just keep keeps kind kinds know
        known knows last later least less let like likely little look looked looking looks lot lots made make makes
        making many matter may maybe me mean means might mine more most much must my myself need needs neither never
        next no nobody none nor not nothing now of off often ok okay on once one ones only onto or other others our ours
        out over own people perhaps please possible put quite rather really said same saw say says see seem seems seen
        several shall she should shouldn show shows since so some somebody somehow someone something sometimes sort
        still such take takes tell tells than that the their them themselves then there therefore these they thing
        things think thinks this those though through to together too took toward try trying turn under understand
        unless until up upon us use used uses using usually versus very vs want wants was wasn way ways we well went
        were weren what whatever when whenever where whether which while who whole whom whose why will with within
        without won wonder work works would wouldn yes yet you your yours yourself
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderen anderer anderes ans auch auf aus außerdem bei
        beide beim bekommt besser bevor bin bis bist bitte brauche braucht bringt da dabei dadurch dafür dagegen daher
        damit danach daran darauf daraus darf darin darüber darum das dass davon dazu dein deine dem den denn der deren
        des deshalb dessen die dies diese diesem diesen dieser dieses dir doch dort du durch eben eigentlich ein eine
        einem einen einer eines einfach einige einmal er erklären erklärt erst es etwa etwas euch euer finden findet
        funktionieren funktioniert für ganz gar geben geht genau genug gerade gibt ging gleich gut habe haben hat hatte
        hatten heißen heißt helfen hier hilft hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins
        ist ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen keiner kennen kommen kommt
        können könnte lassen lässt läuft mache machen macht mag mal man manche mehr mein meine meinem meinen meiner mich
        mir mit möchte möglich muss müssen nach nachdem nein nennt nicht nichts nie niemand noch nun nur ob oben oder
        oft ohne passiert recht sage sagen sagt schon sehr sei sein seine seinem seinen seiner seit selbst sich sie sind
        so sogar soll sollen sollte sondern sonst stehen steht tun tut über um und uns unser unsere unter unterschied
        viel viele vielleicht vom von vor wann war waren warum was wegen weil weiter welche welchem welchen welcher
        welches wem wen wenig weniger wenn wer werde werden weshalb weswegen wie wieder wieso wieviel will wir wird wo
        wofür woher wohin womit woran worauf worin worum wozu würde würden zeigen zeigt zu zum zur zwar zwischen
    """,
}


def asking_words(language: str) -> str:
    """The words of a language, divided by spaces; none for a language whose words are not known."""
    return " ".join(_ASKING.get(language.split("_")[0], "").split())
