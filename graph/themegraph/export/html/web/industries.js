// The industries of seeds/companies.csv in words; any other is shown as it is written.

const KOREAN = {
  "advertising": "광고", "aerospace": "항공우주", "agriculture": "농업", "ai-lab": "AI 연구소", "airline": "항공사", "apparel": "의류",
  "asset-manager": "자산운용", "auto": "자동차", "auto-parts": "자동차 부품", "bank": "은행", "battery": "배터리", "biotech": "바이오",
  "broker": "증권", "building-materials": "건축자재", "chemicals": "화학", "conglomerate": "지주·복합기업", "construction": "건설",
  "consulting": "컨설팅", "consumer-goods": "소비재", "cosmetics": "화장품", "crypto": "가상자산", "cybersecurity": "사이버보안",
  "data-centre": "데이터센터", "defence": "방산", "display": "디스플레이", "e-commerce": "전자상거래", "education": "교육",
  "electronic-components": "전자부품", "electronics": "전자", "exchange": "거래소", "food-beverage": "식음료", "gaming": "게임",
  "hardware": "하드웨어", "healthcare": "헬스케어", "insurance": "보험", "internet": "인터넷", "it-services": "IT 서비스", "logistics": "물류",
  "luxury": "명품", "machinery": "기계", "media": "미디어", "medical-devices": "의료기기", "mining": "광업", "mobility": "모빌리티",
  "nuclear": "원자력", "oil-gas": "석유·가스", "other": "기타", "packaging": "포장재", "payments": "결제", "pharma": "제약",
  "power-equipment": "전력기기", "private-equity": "사모펀드", "quantum": "양자", "ratings": "신용평가", "real-estate": "부동산",
  "renewables": "재생에너지", "research": "리서치", "restaurants": "외식", "retail": "유통", "robotics": "로봇", "semiconductor-equipment": "반도체 장비",
  "semiconductors": "반도체", "services": "서비스", "shipbuilding": "조선", "shipping": "해운", "software": "소프트웨어", "space": "우주",
  "steel": "철강", "telecom": "통신", "tobacco": "담배", "trading-house": "종합상사", "travel": "여행·레저", "utility": "전력·유틸리티",
};
const ENGLISH = { "ai-lab": "AI lab", "it-services": "IT services", "oil-gas": "oil and gas", "food-beverage": "food and beverage", "e-commerce": "e-commerce" };

/** An industry in words of this language. */
export function industryName(value, language) {
  const words = language === "ko" ? KOREAN : ENGLISH;
  return Object.hasOwn(words, value) ? words[value] : value.replace(/[-_]/g, " ");
}
