"""What stores/abroad.json calls otherwise than its sources do, or what these do not name."""

from __future__ import annotations

from typing import Final

# Codes that are a part of another's here: parts with a code of their own that no traveller knows,
# and what maps in China show as a part of it.
SAME: Final = {
    "FX": "FR", "CP": "FR", "TF": "FR", "IC": "ES", "EA": "ES", "AC": "SH", "TA": "SH",
    "CQ": "GG", "DG": "IO", "SJ": "NO", "UM": "US", "XK": "RS", "Q23681": "CY",
}  # fmt: skip
# As they are said in China.
COUNTRIES: Final = {
    "AE": "阿联酋",
    "BA": "波黑",
    "FK": "马尔维纳斯群岛",
    "PS": "巴勒斯坦",
}
# Of the characters that Japan writes its own way those that are not traditional ones.
JAPANESE: Final = str.maketrans(
    "浜沢辺広巻竜斉関桜渋栄鉄恵実総黒徳横曽亀弐塩覇釈駅円滝豊聴万弁両仏壱弥増条嶋徴",
    "滨泽边广卷龙齐关樱涩荣铁惠实总黑德横曾龟贰盐霸释驿圆泷丰听万辨两佛壹弥增条岛征",
)
# By country, as GeoNames writes them: cities that it has no Chinese name for, or one that is said
# in Taiwan, in Hong Kong or of old; and small places of which many photos are taken. Parts of one
# city have its name.
SAID: Final = {
    "AE": "Sharjah=沙迦",
    "AL": "Shkodër=斯库台",
    "AR": "San Carlos de Bariloche=巴里洛切, El Calafate=埃尔卡拉法特, El Chaltén=查尔腾",
    "AT": "Salzburg=萨尔茨堡, Melk=梅尔克, Bad Ischl=巴德伊舍",
    "AU": (
        "Gold Coast=黄金海岸, Port Douglas=道格拉斯港, Airlie Beach=艾尔利海滩, "
        "Byron Bay=拜伦湾, Geelong=吉朗, Ballarat=巴拉瑞特, Torquay=托基, Bendigo=本迪戈, "
        "Fremantle=弗里曼特尔, Broome=布鲁姆, Katoomba=卡通巴, Alice Springs=艾丽斯斯普林斯, "
        "Wollongong=伍伦贡, Canberra=堪培拉"
    ),
    "BE": "Brugge=布鲁日, Antwerp=安特卫普, Namur=那慕尔, Dinant=迪南",
    "BO": "Santa Cruz de la Sierra=圣克鲁斯, Uyuni=乌尤尼, Copacabana=科帕卡瓦纳",
    "BR": "Foz do Iguaçu=福斯杜伊瓜苏, Curitiba=库里蒂巴",
    "BT": "Paro=帕罗",
    "CA": (
        "Calgary=卡尔加里, Banff=班夫, Jasper=贾斯珀, Whistler=惠斯勒, Canmore=坎莫尔, "
        "Charlottetown=夏洛特敦, Kelowna=基洛纳, Québec=魁北克"
    ),
    "CH": (
        "Luzern=卢塞恩, Bern=伯尔尼, Interlaken=因特拉肯, Zermatt=采尔马特, "
        "Grindelwald=格林德瓦, Sankt Gallen=圣加仑, Davos=达沃斯, St. Moritz=圣莫里茨, "
        "Bellinzona=贝林佐纳, Fribourg=弗里堡, Montreux=蒙特勒, Chiasso=基亚索, "
        "Lauterbrunnen=卢达本纳"
    ),
    "CI": "Abidjan=阿比让",
    "CL": "San Pedro de Atacama=圣佩德罗, Hanga Roa=安加罗阿",
    "CR": "San José=圣何塞",
    "CU": "Santiago de Cuba=圣地亚哥, Trinidad=特立尼达",
    "CY": "Paphos=帕福斯, Larnaca=拉纳卡",
    "CZ": "Český Krumlov=克鲁姆洛夫, Karlovy Vary=卡罗维发利, Pilsen=比尔森",
    "DE": (
        "Baden-Baden=巴登-巴登, Rothenburg ob der Tauber=罗滕堡, Aachen=亚琛, "
        "Garmisch-Partenkirchen=加米施-帕滕基兴, Nuremberg=纽伦堡, "
        "Weil am Rhein=莱茵河畔魏尔, Rüdesheim am Rhein=吕德斯海姆"
    ),
    "DK": "Århus=奥胡斯, Helsingør=赫尔辛格, Billund=比隆",
    "DO": "Santiago de los Caballeros=圣地亚哥",
    "EC": "Puerto Ayora=阿约拉港",
    "EE": "Tartu=塔尔图",
    "EG": "Giza=吉萨, Luxor=卢克索, Aswān=阿斯旺, Hurghada=赫尔格达, Dahab=宰海卜",
    "ES": (
        "Sevilla=塞维利亚, Granada=格拉纳达, Córdoba=科尔多瓦, Valencia=巴伦西亚, "
        "Toledo=托莱多, Ronda=龙达, Cadiz=加的斯, Girona=赫罗纳, Figueres=菲格雷斯, "
        "Ibiza=伊维萨, Santiago de Compostela=圣地亚哥德孔波斯特拉, "
        "Santa Cruz de Tenerife=圣克鲁斯, Alicante=阿利坎特, Cuenca=昆卡, Ávila=阿维拉, "
        "Sitges=锡切斯, Tarragona=塔拉戈纳, Donostia / San Sebastián=圣塞巴斯蒂安, "
        "La Línea de la Concepción=拉利内阿"
    ),
    "ET": "Addis Ababa=亚的斯亚贝巴",
    "FI": "Kemi=凯米, Ivalo=伊瓦洛",
    "FJ": "Nadi=楠迪",
    "FR": (
        "Versailles=凡尔赛, Avignon=阿维尼翁, Aix-en-Provence=艾克斯, "
        "Chamonix-Mont-Blanc=霞慕尼, Toulouse=图卢兹, Menton=芒通, Saint-Louis=圣路易, "
        "Amboise=昂布瓦斯, Évian-les-Bains=依云, Beaune=博讷"
    ),
    "GB": (
        "Brighton=布莱顿, Canterbury=坎特伯雷, Inverness=因弗内斯, Cardiff=卡迪夫, "
        "Bournemouth=伯恩茅斯, Salisbury=索尔兹伯里, Stirling=斯特灵, Durham=达勒姆, "
        "Keswick=凯西克, Windermere=温德米尔, Saint Andrews=圣安德鲁斯, Dover=多佛尔, "
        "Bath=巴斯"
    ),
    "GR": (
        "Thessaloníki=塞萨洛尼基, Firá=圣托里尼, Oía=圣托里尼, Mykonos=米科诺斯, Ródos=罗德, "
        "Chaniá=哈尼亚, Corfu=科孚, Kalampáka=卡兰巴卡, Pátra=帕特雷"
    ),
    "GT": "Guatemala City=危地马拉城, Antigua Guatemala=安提瓜",
    "GU": "Dededo Village=德德多, Tamuning-Tumon-Harmon Village=塔穆宁, Tamuning=塔穆宁",
    "HR": "Rovinj=罗维尼, Rijeka=里耶卡, Trogir=特罗吉尔, Dubrovnik=杜布罗夫尼克",
    "ID": (
        "Denpasar=登巴萨, Ubud=乌布, Labuan Bajo=拉布安巴焦, Bekasi=勿加泗, "
        "South Tangerang=南坦格朗"
    ),
    "HU": "Buda=布达佩斯, Pest=布达佩斯, Óbuda=布达佩斯",
    "IE": "Galway=戈尔韦, Killarney=基拉尼, Limerick=利默里克",
    "IN": (
        "Jaipur=斋浦尔, Panjim=果阿, Kochi=科钦, Leh=列城, Mysuru=迈索尔, "
        "Aurangabad=奥兰加巴德, Gaya=菩提伽耶, Ahmedabad=艾哈迈达巴德, Varanasi=瓦拉纳西, "
        "Kanpur=坎普尔, Pushkar=普什卡, Dārjiling=大吉岭, Rishīkesh=瑞诗凯诗"
    ),
    "IQ": "Al Başrah al Qadīmah=巴士拉, Erbil=埃尔比勒, Basrah=巴士拉",
    "IS": "Höfn=霍芬, Selfoss=塞尔福斯, Norðurþing=胡萨维克",
    "IT": (
        "Florence=佛罗伦萨, Siena=锡耶纳, Catania=卡塔尼亚, Sorrento=索伦托, "
        "Amalfi=阿马尔菲, Positano=波西塔诺, Taormina=陶尔米纳, Siracusa=锡拉库萨, "
        "Assisi=阿西西, Padua=帕多瓦, Trieste=的里雅斯特, Matera=马泰拉, Pompei=庞贝, "
        "La Spezia=拉斯佩齐亚, Rimini=里米尼, Agrigento=阿格里真托, Olbia=奥尔比亚, "
        "Capri=卡普里, Vicenza=维琴察, Modena=摩德纳, Parma=帕尔马, Ferrara=费拉拉, "
        "Riomaggiore=五渔村, Monterosso al Mare=五渔村, San Gimignano=圣吉米尼亚诺, "
        "Mestre=威尼斯, Mantua=曼托瓦, Fiumicino=菲乌米奇诺"
    ),
    "JO": "Wādī Mūsá=佩特拉, Mādabā=马代巴, Jarash=杰拉什",
    "JP": (
        "Nara-shi=奈良, Hakone=箱根, Okinawa=冲绳, Kobe=神户, Karuizawa=轻井泽, "
        "Izumisano=泉佐野, Saitama=埼玉, Hatsukaichi=廿日市, Himeji=姬路, Sakai=堺, "
        "Kurashiki=仓敷, Nikkō=日光, Yokkaichi=四日市, Kakamigahara=各务原"
    ),
    "KE": "Narok=纳罗克, Kakamega=卡卡梅加",
    "KH": "Siem Reap=暹粒, Sihanoukville=西哈努克港, Paoy Paet=波贝",
    "KP": "Sinŭiju=新义州, Hyesan=惠山",
    "KR": ("Jeju City=济州, Sokcho=束草, Seogwipo=西归浦, Paju=坡州, Goyang-si=高阳, Gwangju=光州"),
    "KW": "Kuwait City=科威特城",
    "LA": "Savannakhet=沙湾拿吉, Vang Vieng=万荣",
    "LK": "Sigiriya=锡吉里耶, Nuwara Eliya=努沃勒埃利耶",
    "MA": ("Fes=非斯, Tangier=丹吉尔, Rabat=拉巴特, Ouarzazate=瓦尔扎扎特, Chefchaouen=舍夫沙万"),
    "ME": "Kotor=科托尔",
    "MM": "Nyaung-U=蒲甘, Nay Pyi Taw=内比都, Mu-se=木姐",
    "MN": "Ulan Bator=乌兰巴托, Zamiin Uud=扎门乌德",
    "MT": "Birkirkara=比尔基卡拉, Imdina=姆迪纳",
    "MX": (
        "León de los Aldama=莱昂, Tulum=图卢姆, San Cristóbal de las Casas=圣克里斯托瓦尔, "
        "Guanajuato=瓜纳华托, Ecatepec de Morelos=埃卡特佩克, Iztapalapa=墨西哥城"
    ),
    "MY": "George Town=槟城, Kuah=兰卡威",
    "NG": "Abuja=阿布贾",
    "NL": "Lisse=利瑟, Volendam=沃伦丹, Eindhoven=埃因霍温",
    "NO": "Stavanger=斯塔万格, Bodø=博德, Narvik=纳尔维克, Svolvær=斯沃尔韦尔",
    "NP": "Bhaktapur=巴克塔普尔, Pātan=帕坦",
    "NZ": (
        "Queenstown=皇后镇, Rotorua=罗托鲁阿, Wanaka=瓦纳卡, Te Anau=蒂阿瑙, "
        "Greymouth=格雷茅斯, Picton=皮克顿, Blenheim=布莱尼姆, Nelson=纳尔逊, "
        "Hamilton=汉密尔顿, Tauranga=陶朗阿, Taupo=陶波"
    ),
    "PA": "Panama City=巴拿马城",
    "PE": "Machupicchu=马丘比丘, Paracas=帕拉卡斯",
    "PF": "Papeete=帕皮提",
    "PH": (
        "Cebu City=宿务, Makati City=马卡蒂, Pasay=帕赛, Tagbilaran City=塔比拉兰, "
        "Quezon City=奎松城, Vigan=维甘, Angeles City=天使城, Cagayan de Oro=卡加延德奥罗, "
        "Taguig=达义"
    ),
    "PK": "Faisalabad=费萨拉巴德",
    "PT": (
        "Porto=波尔图, Faro=法鲁, Évora=埃武拉, Lagos=拉古什, Braga=布拉加, "
        "Albufeira=阿尔布费拉, Óbidos=奥比杜什"
    ),
    "PY": "Ciudad del Este=东方市",
    "RO": "Braşov=布拉索夫, Cluj-Napoca=克卢日, Timişoara=蒂米什瓦拉, Sighișoara=锡吉什瓦拉",
    "RS": "Novi Sad=诺维萨德, Niš=尼什",
    "RU": (
        "Vladivostok=符拉迪沃斯托克, Blagoveshchensk=布拉戈维申斯克, "
        "Nizhniy Novgorod=下诺夫哥罗德, Krasnoyarsk=克拉斯诺亚尔斯克, "
        "Yuzhno-Sakhalinsk=南萨哈林斯克, Voronezh=沃罗涅日, Suzdal’=苏兹达尔, "
        "Ivangorod=伊万哥罗德, Sergiyev Posad=谢尔吉耶夫镇, Peterhof=彼得宫, "
        "Petropavlovsk-Kamchatsky=堪察加彼得罗巴甫洛夫斯克, Zabaykal’sk=后贝加尔斯克"
    ),
    "SA": "Makkah=麦加, Madinah=麦地那",
    "SE": "Gothenburg=哥德堡, Haparanda=哈帕兰达, Helsingborg=赫尔辛堡",
    "SI": "Bled=布莱德, Nova Gorica=新戈里察, Piran=皮兰",
    "SJ": "Longyearbyen=朗伊尔城",
    "TH": (
        "Pattaya=芭提雅, Hua Hin=华欣, Ko Samui=苏梅岛, Phra Nakhon Si Ayutthaya=大城, "
        "Sukhothai=素可泰, Kanchanaburi=北碧, Nong Khai=廊开, Mae Sai=夜柿, Pai=拜县"
    ),
    "TR": (
        "Göreme=格雷梅, Çanakkale=恰纳卡莱, Marmaris=马尔马里斯, Kaş=卡什, Denizli=代尼兹利, "
        "Kuşadası=库沙达瑟"
    ),
    "UA": "Dnipro=第聂伯罗",
    "US": (
        "New York City=纽约, Paradise=拉斯维加斯, Brooklyn=纽约, Manhattan=纽约, "
        "Queens=纽约, The Bronx=纽约, Staten Island=纽约, Washington=华盛顿, "
        "San Diego=圣迭戈, El Paso=埃尔帕索, "
        "Buffalo=布法罗, Princeton=普林斯顿, Page=佩吉, Moab=摩押, Hilo=希洛, "
        "Kahului=卡胡卢伊, Lahaina=拉海纳, San Jose=圣何塞, Sacramento=萨克拉门托, "
        "Memphis=孟菲斯, Austin=奥斯汀, Anaheim=阿纳海姆, Bar Harbor=巴港, "
        "Williamsburg=威廉斯堡, Albuquerque=阿尔伯克基, Ketchikan=凯奇坎, Portland=波特兰, "
        "Palo Alto=帕洛阿尔托, Monterey=蒙特雷, Key West=基韦斯特, Jersey City=泽西城, "
        "Eau Claire=欧克莱尔, West Yellowstone=西黄石, Kapa‘a=卡帕阿"
    ),
    "UY": "Colonia del Sacramento=科洛尼亚",
    "UZ": "Xiva=希瓦",
    "VN": (
        "Ho Chi Minh City=胡志明市, Ðà Lạt=大叻, Phan Thiết=美奈, Móng Cái=芒街, "
        "Vũng Tàu=头顿, Phú Quốc=富国岛, Hoi An=会安, Sa Pa=沙巴, Dương Đông=富国岛, "
        "Phu Quoc=富国岛"
    ),
    "XK": "Pristina=普里什蒂纳, Prizren=普里兹伦",
    "ZA": "Gqeberha=伊丽莎白港",
    "ZW": "Victoria Falls=维多利亚瀑布城",
}
CITIES: Final = {
    (country, name): said
    for country, row in SAID.items()
    for name, said in (pair.split("=") for pair in row.split(", "))
}
